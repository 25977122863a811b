package dev.hindsight;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The manifests in {@code k8s/}. */
class KubernetesTest {

    private static final Path ROOT = Path.of("k8s");

    private static final YAMLMapper YAML =
            YAMLMapper.builder(
                            YAMLFactory.builder()
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .build())
                    .build();

    @ParameterizedTest
    @MethodSource("manifests")
    void manifest_saysWhatItIs(Path manifest) throws IOException {
        List<JsonNode> documents = read(manifest);

        assertThat(documents).isNotEmpty();
        for (JsonNode document : documents) {
            assertThat(document.path("apiVersion").asText()).isNotEmpty();
            assertThat(document.path("kind").asText()).isNotEmpty();
            if (!document.path("kind").asText().equals("Kustomization")) {
                assertThat(document.at("/metadata/name").asText()).isNotEmpty();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kustomizations")
    void kustomization_namesFilesThatAreThere(Path kustomization) throws IOException {
        JsonNode document = read(kustomization).get(0);
        Path folder = kustomization.resolveSibling("");

        for (JsonNode resource : document.path("resources")) {
            assertThat(folder.resolve(resource.asText())).exists();
        }
        for (JsonNode patch : document.path("patches")) {
            assertThat(folder.resolve(patch.path("path").asText())).isRegularFile();
        }
        for (JsonNode generator : document.path("configMapGenerator")) {
            for (JsonNode env : generator.path("envs")) {
                assertThat(folder.resolve(env.asText())).isRegularFile();
            }
        }
    }

    /** What the restricted Pod Security Standard asks for, and a root file system nobody can write. */
    @Test
    void service_runsWithoutPrivileges() throws IOException {
        JsonNode pod = read(ROOT.resolve("base/deployment.yaml")).get(0).at("/spec/template/spec");
        JsonNode container = pod.at("/containers/0/securityContext");

        assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
        assertThat(pod.at("/securityContext/seccompProfile/type").asText())
                .isEqualTo("RuntimeDefault");
        assertThat(container.path("readOnlyRootFilesystem").asBoolean()).isTrue();
        assertThat(container.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
        assertThat(container.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
        assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).isFalse();
    }

    @Test
    void service_isProbedWhereItAnswers() throws IOException {
        JsonNode container =
                read(ROOT.resolve("base/deployment.yaml"))
                        .get(0)
                        .at("/spec/template/spec/containers/0");

        assertThat(container.at("/startupProbe/httpGet/path").asText())
                .isEqualTo("/q/health/started");
        assertThat(container.at("/livenessProbe/httpGet/path").asText())
                .isEqualTo("/q/health/live");
        assertThat(container.at("/readinessProbe/httpGet/path").asText())
                .isEqualTo("/q/health/ready");
    }

    private static Stream<Path> manifests() throws IOException {
        try (Stream<Path> all = Files.walk(ROOT)) {
            return all.filter(file -> file.toString().endsWith(".yaml")).toList().stream();
        }
    }

    private static Stream<Path> kustomizations() throws IOException {
        return manifests().filter(file -> file.endsWith("kustomization.yaml"));
    }

    private static List<JsonNode> read(Path file) throws IOException {
        try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(file.toFile())) {
            return documents.readAll();
        }
    }
}
