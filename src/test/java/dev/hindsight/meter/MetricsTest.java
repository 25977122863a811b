package dev.hindsight.meter;

import static dev.hindsight.fixture.Api.fresh;
import static dev.hindsight.fixture.Api.report;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.edge.RouteTable;
import dev.hindsight.fixture.NewestPostgres;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What is scraped is what {@code docs/operations.md} says, and strangers add nothing to it. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class MetricsTest {

    private static final Pattern SERIES =
            Pattern.compile("(?m)^(hindsight_[a-z_]+)(?:\\{([^}]*)})? \\S+$");

    private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (hindsight_[a-z_]+) (\\w+)$");

    private static final Pattern HELP =
            Pattern.compile("(?m)^# HELP (hindsight_[a-z_]+) +(\\S.*)$");

    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"([^\"]*)\"");

    /** After a request, which some of it begins with. */
    private static String scrape() {
        report(fresh(), "");
        return given().get("/q/metrics").then().statusCode(200).extract().asString();
    }

    @Nested
    class Ours {

        private String text = "";

        @BeforeEach
        void read() {
            text = scrape();
        }

        /** By the name that the page has. */
        private Map<String, String> types() {
            Map<String, String> types = new TreeMap<>();
            TYPE.matcher(text)
                    .results()
                    // The largest of a distribution is told as a gauge of its own.
                    .filter(found -> !found.group(1).endsWith("_max"))
                    .forEach(
                            found ->
                                    types.put(
                                            found.group(2).equals("counter")
                                                    ? found.group(1).replaceAll("(?:_total)?$", "")
                                                            + "_total"
                                                    : found.group(1),
                                            found.group(2)));
            return types;
        }

        @Test
        void names_areThoseOfTheReadme() throws IOException {
            Set<String> documented = Documented.metrics().keySet();
            // Only with a setting.
            assertThat(documented).contains("hindsight_storage_full_in_days");

            assertThat(types().keySet())
                    .containsExactlyInAnyOrderElementsOf(
                            documented.stream()
                                    .filter(it -> !it.equals("hindsight_storage_full_in_days"))
                                    .toList());
        }

        @Test
        void names_sayWhatKindAThingIs() {
            assertThat(types())
                    .allSatisfy(
                            (name, type) ->
                                    assertThat(type)
                                            .as(name)
                                            .isIn(
                                                    name.endsWith("_total")
                                                            ? Set.of("counter")
                                                            : Set.of(
                                                                    "gauge",
                                                                    "summary",
                                                                    "histogram")));
        }

        @Test
        void all_areExplained() {
            Set<String> explained =
                    HELP.matcher(text)
                            .results()
                            .map(found -> found.group(1))
                            .collect(Collectors.toSet());

            assertThat(TYPE.matcher(text).results().map(found -> found.group(1)))
                    .allMatch(explained::contains);
        }

        @Test
        void labels_areThoseOfTheReadme() throws IOException {
            Map<String, Set<String>> documented = Documented.metrics();

            assertThat(SERIES.matcher(text).results())
                    .allSatisfy(
                            found -> {
                                String name = found.group(1);
                                Set<String> labels = new TreeSet<>();
                                if (found.group(2) != null) {
                                    LABEL.matcher(found.group(2))
                                            .results()
                                            .forEach(label -> labels.add(label.group(1)));
                                }
                                labels.remove("le");
                                Set<String> told =
                                        documented.getOrDefault(
                                                name,
                                                documented.get(
                                                        name.replaceAll(
                                                                "_(?:count|sum|max|bucket)$", "")));
                                assertThat(labels).as(name).isEqualTo(told);
                            });
        }
    }

    @Nested
    class Requests {

        private Set<String> labels() {
            return LABEL.matcher(
                            scrape().lines()
                                    .filter(line -> line.startsWith("http_server"))
                                    .collect(Collectors.joining("\n")))
                    .results()
                    .map(found -> found.group(2))
                    .collect(Collectors.toSet());
        }

        private static void ask(String method, String path) {
            given().urlEncodingEnabled(false).request(method, path);
        }

        @Test
        void series_areOfKnownPathsAndMethodsWhateverIsAskedFor() {
            List<String> hostile =
                    List.of(
                            "/ui/%s",
                            "/ui/executions/%s",
                            "/%s",
                            "//%s",
                            "/%s//x",
                            "/a/../%s",
                            "/api/v1/%s",
                            "/api/v1/executions/ext:%s",
                            "/api/v1/executions/ext:%s/",
                            "/api/v1//executions/ext:%s",
                            "/api/v1/executions/ext:%s/steps/%<s",
                            "/api/v1/workflows/%s",
                            "/api/v1/live/%s",
                            "/q/%s",
                            "/%%7B%s%%7D");

            for (int i = 0; i < 2; i++) {
                String name = "hostile" + i;
                hostile.forEach(path -> ask("GET", path.formatted(name)));
                ask("HOSTILE" + i, "/api/v1/executions");
                ask("HOSTILE" + i, "/ui/" + name);
            }

            assertThat(labels())
                    .noneMatch(value -> value.toLowerCase(Locale.ROOT).contains("hostile"))
                    .contains(
                            "/api/v1/executions/{execution}",
                            "/api/v1/executions/{execution}/steps/{key}",
                            RequestMeters.OTHER);
        }

        /** The framework has room for a hundred, and counts no further one. */
        @Test
        void paths_areFewEnough() {
            assertThat(RouteTable.templates())
                    .contains("/api/v1/executions", "/api/v1/executions/{execution}")
                    .hasSizeLessThan(90);
        }

        @Test
        void times_areSortedIntoFewBuckets() {
            assertThat(
                            scrape().lines()
                                    .filter(
                                            line ->
                                                    line.startsWith(
                                                            "http_server_requests_seconds_bucket"))
                                    .filter(line -> line.contains("uri=\"/api/v1/executions\""))
                                    .filter(line -> line.contains("method=\"POST\""))
                                    .filter(line -> line.contains("status=\"201\"")))
                    .hasSize(9);
        }
    }
}
