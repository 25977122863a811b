package dev.hindsight.image;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a Dockerfile of one stage says. Few instructions are understood, each in one form; whatever else
 * a file says fails, so that nothing of it goes unseen.
 */
final class Dockerfile {

    private static final Pattern INSTRUCTION = Pattern.compile("([A-Z]+)\\s+(.*)");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)}");
    private static final Pattern PAIR =
            Pattern.compile("([\\w.]+)=(\"[^\"\\\\]*\"|[^\\s\"\\\\]+)\\s*");
    private static final Pattern ARGUMENT = Pattern.compile("(\\w+)(?:=([^\\s\"]*))?");
    private static final Pattern COPY =
            Pattern.compile("--chown=(\\d+):(\\d+) --chmod=(0[0-7]{3}) (\\S+) (/\\S+)");
    private static final Pattern USER = Pattern.compile("(\\d+):(\\d+)");

    /** Files of the project at a place in the image; a target that ends with a slash is a folder. */
    record Copy(int user, int group, int mode, String source, String target) {}

    private final Map<String, String> arguments;
    private final Map<String, String> variables = new LinkedHashMap<>();
    private final Map<String, String> beforeTheStage = new LinkedHashMap<>();
    private final Map<String, String> labels = new LinkedHashMap<>();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final List<Copy> copies = new ArrayList<>();
    private String base = "";
    private String folder = "/";
    private int user;
    private int group;
    private int port;
    private List<String> entrypoint = List.of();

    private Dockerfile(Map<String, String> arguments) {
        this.arguments = arguments;
    }

    /** Reads a file, as {@code docker build} with some build arguments does. */
    static Dockerfile read(Path file, Map<String, String> arguments) throws IOException {
        return of(Files.readString(file), arguments);
    }

    static Dockerfile of(String text, Map<String, String> arguments) throws IOException {
        Dockerfile file = new Dockerfile(arguments);
        StringBuilder instruction = new StringBuilder();
        for (String line : text.lines().map(String::strip).toList()) {
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            if (line.endsWith("\\")) {
                instruction.append(line, 0, line.length() - 1);
            } else {
                file.take(instruction.append(line).toString());
                instruction.setLength(0);
            }
        }
        if (instruction.length() > 0 || file.entrypoint.isEmpty()) {
            throw new IllegalArgumentException("it breaks off, or starts nothing");
        }
        return file;
    }

    private void take(String instruction) throws IOException {
        Matcher parts = matched(INSTRUCTION, instruction);
        String rest = parts.group(2);
        if (base.isEmpty() && !List.of("ARG", "FROM").contains(parts.group(1))) {
            throw new IllegalArgumentException("nothing to build on yet: " + instruction);
        }
        switch (parts.group(1)) {
            case "ARG" -> {
                Matcher argument = matched(ARGUMENT, rest);
                String name = argument.group(1);
                String otherwise =
                        argument.group(2) == null
                                ? beforeTheStage.getOrDefault(name, "")
                                : argument.group(2);
                variables.put(name, arguments.getOrDefault(name, otherwise));
            }
            case "FROM" -> {
                if (!base.isEmpty()) {
                    throw new IllegalArgumentException("a second stage: " + instruction);
                }
                base = resolved(rest);
                // Inside a stage they count only where they are named again.
                beforeTheStage.putAll(variables);
                variables.clear();
            }
            case "LABEL" -> labels.putAll(pairs(rest));
            case "ENV" -> environment.putAll(pairs(rest));
            case "WORKDIR" -> folder = rest;
            case "COPY" -> {
                Matcher copy = matched(COPY, rest);
                copies.add(
                        new Copy(
                                Integer.parseInt(copy.group(1)),
                                Integer.parseInt(copy.group(2)),
                                Integer.parseInt(copy.group(3), 8),
                                copy.group(4),
                                copy.group(5)));
            }
            case "USER" -> {
                Matcher ids = matched(USER, rest);
                user = Integer.parseInt(ids.group(1));
                group = Integer.parseInt(ids.group(2));
            }
            case "EXPOSE" -> port = Integer.parseInt(rest);
            // Without the brackets it would be a line for a shell, which there is none of.
            case "ENTRYPOINT" ->
                    entrypoint =
                            new JsonMapper().readValue(rest, new TypeReference<List<String>>() {});
            default -> throw new IllegalArgumentException("not understood: " + instruction);
        }
    }

    private Map<String, String> pairs(String text) {
        Map<String, String> found = new LinkedHashMap<>();
        Matcher pair = PAIR.matcher(text);
        int end = 0;
        while (pair.find() && pair.start() == end) {
            found.put(pair.group(1), resolved(pair.group(2).replace("\"", "")));
            end = pair.end();
        }
        if (end != text.length()) {
            throw new IllegalArgumentException("no pairs of names and values: " + text);
        }
        return found;
    }

    private String resolved(String text) {
        return VARIABLE.matcher(text)
                .replaceAll(
                        match -> {
                            if (!variables.containsKey(match.group(1))) {
                                throw new IllegalArgumentException("no such variable: " + text);
                            }
                            return Matcher.quoteReplacement(variables.get(match.group(1)));
                        });
    }

    private static Matcher matched(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not understood: " + text);
        }
        return matcher;
    }

    String base() {
        return base;
    }

    String folder() {
        return folder;
    }

    int user() {
        return user;
    }

    int group() {
        return group;
    }

    int port() {
        return port;
    }

    List<Copy> copies() {
        return List.copyOf(copies);
    }

    List<String> entrypoint() {
        return entrypoint;
    }

    Map<String, String> labels() {
        return Map.copyOf(labels);
    }

    Map<String, String> environment() {
        return Map.copyOf(environment);
    }
}
