package dev.hindsight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.problem.ProblemType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is written for people leads somewhere, and leaves out no setting and no problem. */
class DocsTest {

    private static final Pattern FENCE = Pattern.compile("(?ms)^```.*?^```$");
    private static final Pattern LINK =
            Pattern.compile("\\]\\((?!https?:)([^)#\\s]*)(?:#([^)]+))?\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,4} (.+)$");

    @Test
    void links_leadToFilesAndHeadings() throws IOException {
        List<Path> pages = pages();

        assertThat(pages).hasSizeGreaterThan(10);
        for (Path page : pages) {
            LINK.matcher(prose(page))
                    .results()
                    .forEach(link -> assertLeadsSomewhere(page, link.group(1), link.group(2)));
        }
    }

    @Test
    void settings_haveARowEach() throws IOException {
        String page = Files.readString(Path.of("docs/settings.md"));

        assertThat(Files.readAllLines(Path.of("src/main/resources/settings.txt")))
                .hasSizeGreaterThan(50)
                .allSatisfy(
                        setting ->
                                assertThat(page)
                                        .contains(
                                                "| `%s` | `%s` |"
                                                        .formatted(setting, variable(setting))));
    }

    @Test
    void problems_haveARowEach() throws IOException {
        String page = Files.readString(Path.of("docs/api.md"));

        assertThat(ProblemType.values())
                .allSatisfy(
                        type -> assertThat(page).contains("| `/problems/" + type.slug() + "` |"));
    }

    private static void assertLeadsSomewhere(Path page, String file, String heading) {
        Path target = file.isEmpty() ? page : page.resolveSibling(file).normalize();

        assertThat(target).as("linked by %s", page).exists();
        if (heading != null) {
            assertThat(headings(target)).as("linked by %s", page).contains(heading);
        }
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.list(Path.of("docs"))) {
            return Stream.concat(
                            docs,
                            Stream.of("README.md", "src/bench/README.md", "src/examples/README.md")
                                    .map(Path::of))
                    .toList();
        }
    }

    /** As those who show Markdown make anchors of headings. */
    private static Set<String> headings(Path page) {
        return HEADING.matcher(prose(page))
                .results()
                .map(it -> it.group(1).toLowerCase(Locale.ROOT))
                .map(it -> it.replaceAll("[^\\w -]", "").replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    private static String prose(Path page) {
        try {
            return FENCE.matcher(Files.readString(page)).replaceAll("");
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String variable(String setting) {
        return setting.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_");
    }
}
