package dev.hindsight.image;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The project's files, as far as {@code .dockerignore} lets them come to an engine. */
final class BuildContext {

    private record Rule(PathMatcher files, boolean isSent) {}

    private final Path project;
    private final List<Rule> rules = new ArrayList<>();

    BuildContext(Path project) throws IOException {
        this.project = project;
        for (String line : Files.readAllLines(project.resolve(".dockerignore"))) {
            String pattern = line.strip();
            if (!pattern.isEmpty() && !pattern.startsWith("#")) {
                boolean isSent = pattern.startsWith("!");
                String files = (isSent ? pattern.substring(1) : pattern).replaceFirst("/$", "");
                rules.add(new Rule(matcher(files), isSent));
            }
        }
    }

    /** The files and folders that a source names, whose last part may be a pattern. */
    List<Path> find(String source) throws IOException {
        Path pattern = Path.of(source);
        try (Stream<Path> siblings = Files.list(project.resolve(pattern).getParent())) {
            PathMatcher matcher = matcher(pattern.toString());
            return siblings.filter(file -> matcher.matches(project.relativize(file)))
                    .filter(file -> Files.isDirectory(file) || isSent(file))
                    .sorted()
                    .toList();
        }
    }

    /** Whether a file reaches the engine: the last rule about it, or about a folder it is in, counts. */
    boolean isSent(Path file) {
        Path inside = project.relativize(file);
        boolean sent = true;
        for (Rule rule : rules) {
            for (Path part = inside; part != null; part = part.getParent()) {
                if (rule.files.matches(part)) {
                    sent = rule.isSent;
                    break;
                }
            }
        }
        return sent;
    }

    private static PathMatcher matcher(String pattern) {
        return FileSystems.getDefault().getPathMatcher("glob:" + pattern);
    }
}
