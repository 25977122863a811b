package dev.hindsight.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hindsight.kubernetes.Manifests.Pod;
import dev.hindsight.kubernetes.Manifests.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What kustomize makes of the overlays, where there is a {@code kubectl} to ask. */
class ComposedTest {

    @TempDir Path copy;

    /** With the components that are off unless an operator is there, and without. */
    @ParameterizedTest
    @CsvSource({
        "dev, false",
        "production, false",
        "production, true",
        "knative, false",
        "knative, true"
    })
    void overlay_isWholeWhenComposed(String overlay, boolean withAll) throws Exception {
        assumeTrue(kubectl().isPresent(), "there is no kubectl");
        copy(withAll);

        List<Resource> composed = compose("overlays/" + overlay);

        assertThat(composed)
                .allSatisfy(
                        it ->
                                assertThatCode(() -> StrictYaml.parse(it.document()))
                                        .as(it.toString())
                                        .doesNotThrowAnyException());
        assertThat(composed.stream().flatMap(Pod::of))
                .isNotEmpty()
                .allSatisfy(pod -> assertThat(pod.container().path("image").asText()).contains(":"))
                .allSatisfy(
                        pod ->
                                assertThat(references(pod, "configMapRef"))
                                        .isSubsetOf(names(composed, "ConfigMap")));
        if (!overlay.equals("dev")) {
            assertThat(names(composed, "Job")).containsExactly("hindsight-migrate-0.1.0");
            assertThat(setting(composed, "HINDSIGHT_MIGRATE")).isEqualTo("validate");
        }
        assertThat(composed.stream().flatMap(Pod::of).filter(Pod::isOurs))
                .allSatisfy(
                        pod ->
                                assertThat(pod.container().toString().contains("-ro:5432"))
                                        .isEqualTo(withAll));
    }

    private void copy(boolean withAll) throws IOException {
        try (Stream<Path> all = Files.walk(Manifests.ROOT)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                Path target = copy.resolve(Manifests.ROOT.relativize(file).toString());
                Files.createDirectories(target.getParent());
                String text = Files.readString(file);
                Files.writeString(target, withAll ? text.replace("  # - ../", "  - ../") : text);
            }
        }
    }

    private List<Resource> compose(String folder) throws IOException, InterruptedException {
        Process kustomize =
                new ProcessBuilder(kubectl().orElseThrow().toString(), "kustomize", folder)
                        .directory(copy.toFile())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        String composed = new String(kustomize.getInputStream().readAllBytes(), UTF_8);
        assertThat(kustomize.waitFor()).isZero();
        return StrictYaml.read(composed).stream()
                .map(it -> new Resource(Path.of(folder), it))
                .toList();
    }

    private static Optional<Path> kubectl() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Arrays.stream(path.split(":", -1))
                .map(folder -> Path.of(folder, "kubectl"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static List<String> references(Pod pod, String kind) {
        return pod.container().findValues(kind).stream()
                .map(it -> it.path("name").asText())
                .toList();
    }

    private static List<String> names(List<Resource> resources, String kind) {
        return resources.stream().filter(it -> it.kind().equals(kind)).map(Resource::name).toList();
    }

    private static String setting(List<Resource> resources, String name) {
        return resources.stream()
                .filter(it -> it.kind().equals("ConfigMap"))
                .map(it -> it.document().path("data").path(name))
                .filter(it -> !it.isMissingNode())
                .map(JsonNode::asText)
                .findFirst()
                .orElseThrow();
    }
}
