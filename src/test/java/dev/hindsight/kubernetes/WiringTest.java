package dev.hindsight.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hindsight.address.DatabaseUrlConfigSourceFactory;
import dev.hindsight.kubernetes.Manifests.Pod;
import dev.hindsight.kubernetes.Manifests.Resource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** That manifests fit each other, and speak of settings and doors that the service has. */
class WiringTest {

    private static final Pattern VARIABLE = Pattern.compile("(?:HINDSIGHT|QUARKUS)_[A-Z_]+");

    /** Quarkus's own that are used. */
    private static final Set<String> OF_QUARKUS =
            Set.of(
                    "QUARKUS_BANNER_ENABLED",
                    "QUARKUS_HTTP_HOST",
                    "QUARKUS_LOG_CONSOLE_JSON_ENABLED",
                    "QUARKUS_SHUTDOWN_DELAY",
                    "QUARKUS_SHUTDOWN_TIMEOUT");

    /** Also where a comment speaks of one. */
    @Test
    void variable_isASetting() throws IOException {
        Set<String> known =
                Files.readAllLines(Path.of("src/main/resources/settings.txt")).stream()
                        .map(it -> it.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT))
                        .collect(Collectors.toSet());
        known.addAll(OF_QUARKUS);

        assertThat(files(Manifests.ROOT, Path.of("src/main/docker")))
                .hasSizeGreaterThan(20)
                .allSatisfy(file -> assertThat(variables(file)).isSubsetOf(known));
    }

    @ParameterizedTest
    @MethodSource("selectors")
    void selector_matchesPodsAndSaysWhich(Selector selector) {
        List<Pod> matched =
                Manifests.pods().stream().filter(it -> selector.matches(it.labels())).toList();

        assertThat(matched).isNotEmpty();
        // Whoever selects must not find the pods of another workload: a Job answers no requests.
        assertThat(matched).extracting(it -> it.owner().name()).containsOnly(selector.owner());
    }

    @Test
    void workload_isFoundByItsOwnLabels() {
        assertThat(Manifests.pods())
                .allSatisfy(
                        pod ->
                                assertThat(pod.labels().path("app.kubernetes.io/name").asText())
                                        .isEqualTo(
                                                pod.owner()
                                                        .document()
                                                        .at("/metadata/labels")
                                                        .path("app.kubernetes.io/name")
                                                        .asText()));
    }

    @Test
    void service_leadsToAPortOfItsPods() {
        assertThat(resources("v1", "Service"))
                .isNotEmpty()
                .allSatisfy(
                        service ->
                                assertThat(ports("Deployment", service.name()))
                                        .contains(
                                                service.document()
                                                        .at("/spec/ports/0/targetPort")
                                                        .asText()));
    }

    @Test
    void policy_letsInWhereThePodsListen() {
        Resource policy = resource("base", "NetworkPolicy");

        assertThat(policy.document().at("/spec/ingress/0/ports").findValuesAsText("port"))
                .containsExactlyElementsOf(ports("Deployment", "hindsight"));
    }

    /** What a policy lets out is the same wherever the service runs. */
    @Test
    void policies_letTheServiceOutAlike() {
        assertThat(resource("overlays/knative", "NetworkPolicy").document().at("/spec/egress"))
                .isEqualTo(resource("base", "NetworkPolicy").document().at("/spec/egress"));
        assertThat(resource("components/migration", "NetworkPolicy").document().at("/spec/egress"))
                .allSatisfy(
                        rule ->
                                assertThat(
                                                resource("base", "NetworkPolicy")
                                                        .document()
                                                        .at("/spec/egress"))
                                        .contains(rule));
    }

    @Test
    void monitor_looksAtThePortOfTheService() {
        JsonNode monitor = resource("components/monitoring", "ServiceMonitor").document();
        JsonNode service = resource("base", "Service").document();

        assertThat(service.at("/spec/ports").findValuesAsText("name"))
                .contains(monitor.at("/spec/endpoints/0/port").asText());
        assertThat(service.at("/metadata/labels"))
                .isEqualTo(monitor.at("/spec/selector/matchLabels"));
    }

    @Test
    void autoscaler_scalesTheDeployment() {
        JsonNode autoscaler = resource("overlays/production", "HorizontalPodAutoscaler").document();
        Resource deployment = resource("base", "Deployment");

        assertThat(autoscaler.at("/spec/scaleTargetRef/name").asText())
                .isEqualTo(deployment.name());
        assertThat(autoscaler.at("/spec/scaleTargetRef/kind").asText())
                .isEqualTo(deployment.kind());
        assertThat(deployment.document().path("spec").has("replicas")).isFalse();
        assertThat(autoscaler.at("/spec/behavior/scaleDown/stabilizationWindowSeconds").asInt())
                .isEqualTo(300);
    }

    /** At zero replicas nobody looks at the clock. */
    @Test
    void sweep_asksADoorThatIsThereAndWaits() throws IOException {
        JsonNode container = resource("overlays/knative", "CronJob").document();
        List<String> arguments =
                Manifests.each(
                                container.at(
                                        "/spec/jobTemplate/spec/template/spec/containers/0/args"))
                        .map(JsonNode::asText)
                        .toList();
        URI asked = URI.create(arguments.get(arguments.size() - 1).replace("$(NAMESPACE)", "ns"));
        JsonNode door =
                JsonMapper.builder()
                        .build()
                        .readTree(Path.of("src/main/resources/openapi.json").toFile())
                        .path("paths")
                        .path(asked.getPath())
                        .path("post");

        assertThat(asked.getHost()).isEqualTo("hindsight.ns.svc.cluster.local");
        assertThat(door.path("parameters").findValuesAsText("name")).contains("wait");
        assertThat(asked.getQuery()).isEqualTo("wait=true");
        // Longer than hindsight.sweep.time-box, shorter than a request may take.
        assertThat(Integer.parseInt(arguments.get(arguments.indexOf("--max-time") + 1)))
                .isGreaterThan((int) Duration.ofMinutes(4).toSeconds() * 2)
                .isLessThan(
                        resource("overlays/knative", "Service")
                                .document()
                                .at("/spec/template/spec/timeoutSeconds")
                                .asInt());
    }

    /** As the operator names them: after the cluster. */
    @Test
    void addressesOfTheOperator_areUnderstood() {
        Resource cluster = resource("components/cloudnativepg", "Cluster");
        Map<String, JsonNode> environment =
                StrictYaml.read(Manifests.ROOT.resolve("components/cloudnativepg/connection.yaml"))
                        .stream()
                        .flatMap(Manifests::each)
                        .filter(it -> it.path("path").asText().endsWith("/env/-"))
                        .map(it -> it.path("value"))
                        .collect(Collectors.toMap(it -> it.path("name").asText(), it -> it));
        String database = text(environment, "HINDSIGHT_DATABASE_URL");

        assertThat(jdbc(database))
                .startsWith("jdbc:postgresql://" + cluster.name() + "-rw:5432/hindsight?")
                .contains(
                        "sslmode=verify-full",
                        "sslrootcert=%2Fetc%2Fhindsight%2Fpostgres%2Fca.crt");
        assertThat(text(environment, "HINDSIGHT_READER_URL"))
                .isEqualTo(database.replace("-rw:", "-ro:"));
        assertThat(environment.values())
                .flatExtracting(it -> it.findValues("secretKeyRef"))
                .hasSize(2)
                .allSatisfy(
                        it ->
                                assertThat(it.path("name").asText())
                                        .isEqualTo(cluster.name() + "-app"));
    }

    private static String text(Map<String, JsonNode> environment, String name) {
        return environment.get(name).path("value").asText();
    }

    private static String jdbc(String url) {
        Map<String, String> given =
                Map.of("hindsight.database.url", url.replaceAll("\\$\\((\\w+)\\)", "$1"));
        SmallRyeConfig config =
                new SmallRyeConfigBuilder()
                        .withSources(new PropertiesConfigSource(given, "manifest", 300))
                        .withSources(new DatabaseUrlConfigSourceFactory())
                        .build();
        return config.getValue("quarkus.datasource.jdbc.url", String.class);
    }

    /** What chooses pods by their labels, and whose it means. */
    record Selector(String owner, String what, JsonNode labels) {

        boolean matches(JsonNode others) {
            return labels.properties().stream()
                    .allMatch(it -> it.getValue().equals(others.path(it.getKey())));
        }

        @Override
        public String toString() {
            return what;
        }
    }

    private static Stream<Selector> selectors() {
        return Manifests.resources().stream()
                .flatMap(
                        it ->
                                Stream.of(
                                                "/spec/selector/matchLabels",
                                                "/spec/podSelector/matchLabels",
                                                "/spec/selector")
                                        .map(path -> it.document().at(path))
                                        .filter(labels -> labels.isObject())
                                        .filter(labels -> !labels.has("matchLabels"))
                                        .map(
                                                labels ->
                                                        new Selector(
                                                                owner(it), it.toString(), labels)));
    }

    /** Everything is named after the workload that it is for, but the Job, which has its release's name. */
    private static String owner(Resource resource) {
        Matcher migration = Pattern.compile("hindsight-migrate").matcher(resource.name());
        return migration.matches() ? "hindsight-migrate-0" : resource.name();
    }

    private static List<String> ports(String kind, String name) {
        return Manifests.pods().stream()
                .filter(it -> it.owner().kind().equals(kind) && it.owner().name().equals(name))
                .flatMap(it -> it.container().path("ports").findValuesAsText("name").stream())
                .toList();
    }

    private static List<Resource> resources(String apiVersion, String kind) {
        return Manifests.resources().stream().filter(it -> it.is(apiVersion, kind)).toList();
    }

    private static Resource resource(String folder, String kind) {
        return Manifests.resources().stream()
                .filter(it -> it.file().startsWith(Manifests.ROOT.resolve(folder)))
                .filter(it -> it.kind().equals(kind))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> variables(Path file) throws IOException {
        return VARIABLE.matcher(Files.readString(file)).results().map(MatchResult::group).toList();
    }

    private static List<Path> files(Path... folders) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path folder : folders) {
            try (Stream<Path> all = Files.walk(folder)) {
                files.addAll(all.filter(Files::isRegularFile).toList());
            }
        }
        return files;
    }
}
