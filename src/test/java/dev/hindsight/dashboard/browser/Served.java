package dev.hindsight.dashboard.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/** The files of the dashboard as they are served, followed from the page from one to the next. */
final class Served {

    private static final Pattern LINKED = Pattern.compile("(?:src|href)=\"([^\"]+\\.(?:js|css))\"");
    private static final Pattern STATIC =
            Pattern.compile("(?:from|import)\\s*\"(\\.{0,2}/[^\"]+\\.js)\"");
    private static final Pattern LATER =
            Pattern.compile("import\\(\\s*\"(\\.{0,2}/[^\"]+\\.js)\"\\s*\\)");
    private static final String FOLDER = "/ui/static/";

    private final Map<String, String> files = new LinkedHashMap<>();

    private Served() {}

    /** What the page loads at once. */
    static Served first() {
        return follow(STATIC);
    }

    /** What it may load at some time. */
    static Served all() {
        return follow(STATIC, LATER);
    }

    private static Served follow(Pattern... imports) {
        Served served = new Served();
        Deque<String> left = new ArrayDeque<>();
        Matcher linked = LINKED.matcher(Api.get("/ui/").http().body());
        while (linked.find()) {
            left.add(linked.group(1));
        }
        while (!left.isEmpty()) {
            String path = left.remove();
            if (served.files.containsKey(path)) {
                continue;
            }
            Answer answer = Api.get(path);
            assertThat(answer.status()).as(path).isEqualTo(200);
            served.files.put(path, answer.http().body());
            for (Pattern pattern : imports) {
                Matcher found = pattern.matcher(answer.http().body());
                while (found.find()) {
                    left.add(FOLDER + found.group(1).replaceFirst("^(\\./|/ui/static/)", ""));
                }
            }
        }
        return served;
    }

    /** Bytes of all files with this ending, each compressed. */
    int bytes(String ending) {
        Predicate<String> matches = path -> path.endsWith(ending);
        return files.entrySet().stream()
                .filter(file -> matches.test(file.getKey()))
                .mapToInt(file -> compressed(file.getValue()))
                .sum();
    }

    /** Bytes of a text, compressed as browsers ask for it. */
    static int compressed(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.size();
    }
}
