package dev.hindsight.meter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The dashboard of Grafana and the alerts speak of what is there. */
class MonitoringTest {

    private static final Path FOLDER = Path.of("k8s/components/monitoring");

    /** Of the framework, the JVM, Prometheus itself, and Kubernetes. */
    private static final Set<String> FOREIGN =
            Set.of(
                    "container_memory_working_set_bytes",
                    "http_server_active_requests",
                    "http_server_requests_seconds",
                    "jvm_gc_pause_seconds",
                    "jvm_memory_max_bytes",
                    "jvm_memory_used_bytes",
                    "kube_deployment_status_replicas_unavailable",
                    "kube_pod_status_ready",
                    "postgresql_processing_seconds",
                    "process_cpu_usage",
                    "process_files_open_files",
                    "sql_pool_active",
                    "sql_pool_idle",
                    "sql_pool_queue_delay_seconds",
                    "sql_pool_queue_size",
                    "up");

    /** A word that is followed by labels, a range, or nothing that would make it a function or label. */
    private static final Pattern METRIC = Pattern.compile("\\b[a-z]+(?:_[a-z0-9]+)+\\b|\\bup\\b");

    private static final Set<String> FUNCTIONS =
            Set.of("histogram_quantile", "label_values", "max_over_time", "min_over_time");

    private static JsonNode dashboard() throws IOException {
        return new JsonMapper().readTree(FOLDER.resolve("grafana-dashboard.json").toFile());
    }

    private static List<JsonNode> alerts() throws IOException {
        JsonNode rule = new YAMLMapper().readTree(FOLDER.resolve("alerts.yaml").toFile());
        assertThat(rule.path("apiVersion").asText()).isEqualTo("monitoring.coreos.com/v1");
        assertThat(rule.path("kind").asText()).isEqualTo("PrometheusRule");
        List<JsonNode> rules = new ArrayList<>();
        rule.at("/spec/groups").forEach(group -> group.path("rules").forEach(rules::add));
        return rules;
    }

    private static Stream<String> metrics(String expression) {
        // Neither what labels are compared with, nor labels and what they are grouped by.
        String bare =
                expression
                        .replaceAll("\"[^\"]*\"", "")
                        .replaceAll("\\{[^}]*}|\\[[^]]*]", "")
                        .replaceAll("\\b(?:by|without|on|ignoring)\\s*\\([^)]*\\)", "");
        return METRIC.matcher(bare)
                .results()
                .map(MatchResult::group)
                .filter(name -> !FUNCTIONS.contains(name));
    }

    private static Set<String> unknown(Stream<String> expressions) throws IOException {
        Set<String> known = Documented.metrics().keySet();
        return expressions
                .flatMap(MonitoringTest::metrics)
                .filter(name -> !known.contains(name) && !known.contains(base(name)))
                .filter(name -> !FOREIGN.contains(name) && !FOREIGN.contains(base(name)))
                .collect(Collectors.toSet());
    }

    private static String base(String name) {
        return name.replaceAll("_(?:count|sum|max|bucket)$", "");
    }

    @Test
    void dashboard_showsWhatIsThere() throws IOException {
        List<String> expressions = dashboard().findValuesAsText("expr");

        assertThat(expressions).hasSizeGreaterThan(50);
        assertThat(unknown(expressions.stream())).isEmpty();
        assertThat(expressions)
                .allMatch(
                        expression ->
                                expression.contains("namespace=~\"$namespace\"")
                                        && expression.contains("pod=~\"$instance\""));
    }

    @Test
    void dashboard_leavesNothingOut() throws IOException {
        Set<String> shown =
                dashboard().findValuesAsText("expr").stream()
                        .flatMap(MonitoringTest::metrics)
                        .map(name -> name.startsWith("hindsight_report_batch") ? base(name) : name)
                        .flatMap(name -> Stream.of(name, base(name)))
                        .collect(Collectors.toSet());

        assertThat(shown)
                .containsAll(
                        Documented.metrics().keySet().stream()
                                .filter(name -> !name.equals("hindsight_live_connections_limit"))
                                .toList());
    }

    @Test
    void panels_areApart() throws IOException {
        List<JsonNode> panels = new ArrayList<>();
        dashboard().path("panels").forEach(panels::add);

        assertThat(panels.stream().map(panel -> panel.path("id").asInt())).doesNotHaveDuplicates();
        Set<String> taken = new HashSet<>();
        for (JsonNode panel : panels) {
            JsonNode place = panel.path("gridPos");
            int right = place.path("x").asInt() + place.path("w").asInt();
            assertThat(right).isLessThanOrEqualTo(24);
            for (int x = place.path("x").asInt(); x < right; x++) {
                for (int y = 0; y < place.path("h").asInt(); y++) {
                    assertThat(taken.add(x + "," + (place.path("y").asInt() + y)))
                            .as(panel.path("title").asText())
                            .isTrue();
                }
            }
        }
    }

    @Test
    void alerts_speakOfWhatIsThereAndSayWhatToDo() throws IOException {
        List<JsonNode> alerts = alerts();

        assertThat(unknown(alerts.stream().map(alert -> alert.path("expr").asText()))).isEmpty();
        assertThat(alerts)
                .allSatisfy(
                        alert -> {
                            assertThat(alert.path("for").asText()).matches("\\d+[mh]");
                            assertThat(alert.at("/labels/severity").asText())
                                    .isIn("critical", "warning");
                            assertThat(alert.at("/annotations/summary").asText()).isNotEmpty();
                            assertThat(alert.at("/annotations/description").asText())
                                    .hasSizeGreaterThan(80);
                        });
    }

    @Test
    void alerts_areThoseOfThePage() throws IOException {
        String page = Files.readString(Path.of("docs/operations.md"));
        Set<String> told =
                Pattern.compile("`(Hindsight[A-Z]\\w+)`")
                        .matcher(page)
                        .results()
                        .map(found -> found.group(1))
                        .collect(Collectors.toSet());

        assertThat(alerts().stream().map(alert -> alert.path("alert").asText()))
                .containsExactlyInAnyOrderElementsOf(told);
    }
}
