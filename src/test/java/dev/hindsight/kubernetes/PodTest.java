package dev.hindsight.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hindsight.kubernetes.Manifests.Pod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pods of every workload: what they may do, what they need, and how they end. */
class PodTest {

    private static final List<Path> DOCKERFILES =
            List.of(
                    Path.of("src/main/docker/Dockerfile.jvm"),
                    Path.of("src/main/docker/Dockerfile.native"));

    /** What the restricted Pod Security Standard asks for, and a root file system nobody can write. */
    @ParameterizedTest
    @MethodSource("dev.hindsight.kubernetes.Manifests#pods")
    void pod_runsWithoutPrivileges(Pod pod) {
        JsonNode own = pod.container().path("securityContext");

        assertThat(pod.spec().path("containers")).hasSize(1);
        assertThat(pod.spec().has("initContainers")).isFalse();
        assertThat(pod.spec().fieldNames())
                .toIterable()
                .doesNotContain("hostNetwork", "hostPID", "hostIPC");
        assertThat(pod.security("runAsNonRoot").asBoolean()).isTrue();
        assertThat(pod.security("runAsUser").asInt()).isPositive();
        assertThat(pod.security("runAsGroup").asInt()).isPositive();
        assertThat(pod.security("seccompProfile").path("type").asText())
                .isEqualTo("RuntimeDefault");
        assertThat(own.path("readOnlyRootFilesystem").asBoolean()).isTrue();
        assertThat(own.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
        assertThat(own.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
        assertThat(own.path("capabilities").has("add")).isFalse();
        assertThat(own.has("privileged")).isFalse();
        assertThat(pod.spec().path("automountServiceAccountToken").asBoolean(true)).isFalse();
        assertThat(Manifests.each(pod.spec().path("volumes")))
                .allSatisfy(it -> assertThat(it.has("emptyDir") || it.has("secret")).isTrue());
    }

    /** CPU has no limit: it would only slow down what nobody else wants at the moment. */
    @ParameterizedTest
    @MethodSource("dev.hindsight.kubernetes.Manifests#pods")
    void pod_saysWhatItNeeds(Pod pod) {
        JsonNode resources = pod.container().path("resources");

        assertThat(resources.at("/requests/cpu").asText()).isNotEmpty();
        assertThat(resources.at("/requests/memory").asText()).matches("\\d+[MG]i");
        assertThat(resources.at("/limits/memory").asText()).matches("\\d+[MG]i");
    }

    @ParameterizedTest
    @MethodSource("dev.hindsight.kubernetes.Manifests#pods")
    void pod_mountsItsVolumes(Pod pod) {
        assertThat(names(pod.container().path("volumeMounts")))
                .containsExactlyInAnyOrderElementsOf(names(pod.spec().path("volumes")));
    }

    @ParameterizedTest
    @MethodSource("ours")
    void image_isRunAsItsUser(Pod pod) throws IOException {
        String user =
                pod.security("runAsUser").asText() + ":" + pod.security("runAsGroup").asText();

        for (Path dockerfile : DOCKERFILES) {
            assertThat(Files.readAllLines(dockerfile)).contains("USER " + user);
        }
        assertThat(pod.container().has("command")).isFalse();
        assertThat(pod.spec().path("volumes").findValuesAsText("mountPath")).isEmpty();
        assertThat(pod.container().path("volumeMounts").findValuesAsText("mountPath"))
                .contains("/tmp");
    }

    /** Nothing could run a hook's command: the images have no shell. */
    @ParameterizedTest
    @MethodSource("ours")
    void pod_hasNoHooksAndNoVariablesOfOtherServices(Pod pod) {
        assertThat(pod.container().has("lifecycle")).isFalse();
        assertThat(pod.spec().path("enableServiceLinks").asBoolean(true)).isFalse();
    }

    @ParameterizedTest
    @MethodSource("ours")
    void pod_listensWhereTheServiceDoes(Pod pod) throws IOException {
        Properties application = new Properties();
        try (var properties =
                Files.newBufferedReader(Path.of("src/main/resources/application.properties"))) {
            application.load(properties);
        }
        String port = application.getProperty("quarkus.http.port");

        assertThat(pod.container().path("ports").findValuesAsText("containerPort"))
                .isSubsetOf(port);
        for (Path dockerfile : DOCKERFILES) {
            assertThat(Files.readAllLines(dockerfile)).contains("EXPOSE " + port);
        }
    }

    @Test
    void pods_haveTheTimeToEnd() throws IOException {
        Properties settings = new Properties();
        try (var file = Files.newBufferedReader(Manifests.ROOT.resolve("base/settings.env"))) {
            settings.load(file);
        }
        Duration end =
                Duration.parse(settings.getProperty("QUARKUS_SHUTDOWN_DELAY"))
                        .plus(Duration.parse(settings.getProperty("QUARKUS_SHUTDOWN_TIMEOUT")));

        assertThat(
                        ours().map(Pod::spec)
                                .filter(it -> !it.path("restartPolicy").asText().equals("Never")))
                .hasSize(2)
                .allSatisfy(
                        spec ->
                                // Knative grants as long as a request may take.
                                assertThat(
                                                spec.path("terminationGracePeriodSeconds")
                                                        .asLong(
                                                                spec.path("timeoutSeconds")
                                                                        .asLong()))
                                        .isGreaterThan(end.toSeconds()));
    }

    private static Stream<Pod> ours() {
        return Manifests.pods().stream().filter(Pod::isOurs);
    }

    private static List<String> names(JsonNode array) {
        return Manifests.each(array).map(it -> it.path("name").asText()).toList();
    }
}
