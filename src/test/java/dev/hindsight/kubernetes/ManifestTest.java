package dev.hindsight.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import dev.hindsight.kubernetes.Manifests.Kustomization;
import dev.hindsight.kubernetes.Manifests.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each manifest by itself, and that kustomize finds what it is told of. */
class ManifestTest {

    /** A change of one object, by JSON Patch. */
    record Operation(String op, String path, JsonNode value) {}

    /** What kustomizations say, of all that they could. */
    private static final Set<String> KUSTOMIZATION =
            Set.of(
                    "apiVersion",
                    "kind",
                    "namespace",
                    "resources",
                    "components",
                    "configMapGenerator",
                    "secretGenerator",
                    "configurations",
                    "images",
                    "patches",
                    "replacements");

    @ParameterizedTest
    @MethodSource("dev.hindsight.kubernetes.Manifests#resources")
    void manifest_isOfItsType(Resource resource) {
        assertThatCode(() -> StrictYaml.parse(resource.document())).doesNotThrowAnyException();
        assertThat(resource.name()).matches("[a-z0-9]([a-z0-9.-]*[a-z0-9])?");
    }

    @Test
    void patch_isOfTheTypeOfWhatItPatches() throws IOException {
        for (Path patch :
                Manifests.kustomizations().stream().flatMap(it -> it.patches()).toList()) {
            JsonNode document = StrictYaml.read(patch).get(0);

            if (document.isArray()) {
                assertThat(StrictYaml.parse(document, Operation[].class)).isNotEmpty();
            } else {
                assertThat(StrictYaml.parse(document)).isNotNull();
            }
        }
    }

    @Test
    void memberThatIsMisspelt_isRefused() throws IOException {
        JsonNode misspelt =
                StrictYaml.read(
                                """
                                apiVersion: apps/v1
                                kind: Deployment
                                metadata: {name: a}
                                spec:
                                  template:
                                    spec:
                                      containers:
                                        - name: a
                                          livenessProbe: {httpGet: {pth: /}}
                                """)
                        .get(0);

        assertThatThrownBy(() -> StrictYaml.parse(misspelt))
                .isInstanceOf(UnrecognizedPropertyException.class)
                .hasMessageContaining("\"pth\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{apiVersion: v1, kind: Secret, metadata: {annotations: {scale: 0}}}",
                "{apiVersion: v1, kind: Secret, stringData: {ACCEPTED: true}}",
                "{apiVersion: v1, kind: Service, spec: {ports: [{port: http}]}}",
                "{apiVersion: v1, kind: Service, spec: {ports: {port: 80}}}",
                "{apiVersion: v1, kind: Service, spec: {selector: {name: 1}}}"
            })
    void valueOfAnotherType_isRefused(String manifest) throws IOException {
        JsonNode document = StrictYaml.read(manifest).get(0);

        assertThatThrownBy(() -> StrictYaml.parse(document))
                .isInstanceOfAny(InvalidFormatException.class, MismatchedInputException.class);
    }

    @Test
    void memberThatIsThereTwice_isRefused() {
        assertThatThrownBy(() -> StrictYaml.read("{kind: Service, kind: Secret}"))
                .isInstanceOf(JsonParseException.class)
                .hasMessageContaining("Duplicate");
    }

    @ParameterizedTest
    @MethodSource("dev.hindsight.kubernetes.Manifests#kustomizations")
    void kustomization_saysWhatKustomizeKnows(Kustomization kustomization) {
        boolean isComponent =
                kustomization.folder().startsWith(Manifests.ROOT.resolve("components"));

        assertThat(kustomization.document().fieldNames()).toIterable().isSubsetOf(KUSTOMIZATION);
        assertThat(kustomization.document().path("kind").asText())
                .isEqualTo(isComponent ? "Component" : "Kustomization");
        assertThat(kustomization.document().path("apiVersion").asText())
                .isEqualTo("kustomize.config.k8s.io/" + (isComponent ? "v1alpha1" : "v1beta1"));
    }

    @ParameterizedTest
    @MethodSource("dev.hindsight.kubernetes.Manifests#kustomizations")
    void kustomization_namesWhatIsThere(Kustomization kustomization) {
        assertThat(named(kustomization)).allSatisfy(it -> assertThat(it).isRegularFile());
        assertThat(
                        Stream.concat(
                                kustomization.files("resources").filter(Files::isDirectory),
                                kustomization.files("components")))
                .allSatisfy(it -> assertThat(it.resolve("kustomization.yaml")).isRegularFile());
    }

    @Test
    void everyFile_isNamedByAKustomization() {
        Set<Path> named =
                Manifests.kustomizations().stream()
                        .flatMap(ManifestTest::named)
                        .collect(Collectors.toSet());

        assertThat(Manifests.files())
                .allSatisfy(
                        file ->
                                assertThat(
                                                named.contains(file)
                                                        || file.endsWith("kustomization.yaml")
                                                        || file.toString()
                                                                .endsWith(".example.yaml"))
                                        .as(file.toString())
                                        .isTrue());
    }

    /** What is off unless an operator is there can be switched on by removing the sign before it. */
    @Test
    void componentThatIsCommentedOut_isThere() throws IOException {
        for (Kustomization kustomization : Manifests.kustomizations()) {
            List<Path> off =
                    Files.readAllLines(kustomization.file()).stream()
                            .filter(line -> line.startsWith("  # - ../"))
                            .map(line -> kustomization.folder().resolve(line.substring(6)))
                            .toList();

            assertThat(off)
                    .allSatisfy(it -> assertThat(it.resolve("kustomization.yaml")).isRegularFile());
        }
    }

    /** Where a patch changes something, that is there in everything that it is for. */
    @Test
    void patch_findsWhatItChanges() throws IOException {
        for (Kustomization kustomization : Manifests.kustomizations()) {
            for (JsonNode patch : kustomization.document().path("patches")) {
                Path file = kustomization.folder().resolve(patch.path("path").asText());
                JsonNode change = StrictYaml.read(file).get(0);
                List<Resource> targets = targets(patch.path("target"), change);

                assertThat(targets).as("%s: %s", kustomization, patch).isNotEmpty();
                for (JsonNode operation : change.isArray() ? change : List.<JsonNode>of()) {
                    assertThat(targets)
                            .allSatisfy(it -> assertThat(isApplicable(operation, it)).isTrue());
                }
            }
        }
    }

    private static List<Resource> targets(JsonNode target, JsonNode change) {
        if (target.isMissingNode()) {
            Resource like = new Resource(Manifests.ROOT, change);
            return Manifests.resources().stream()
                    .filter(it -> it.is(like.apiVersion(), like.kind()))
                    .filter(it -> it.name().equals(like.name()))
                    .toList();
        }
        return Manifests.resources().stream()
                .filter(it -> it.kind().equals(target.path("kind").asText()))
                .filter(it -> it.name().matches(target.path("name").asText()))
                .filter(it -> it.apiVersion().startsWith(target.path("group").asText()))
                .toList();
    }

    private static boolean isApplicable(JsonNode operation, Resource target) {
        String path = operation.path("path").asText();
        return path.endsWith("/-")
                ? target.document().at(path.substring(0, path.length() - 2)).isArray()
                : target.document().at(path).isValueNode();
    }

    /** Every file that is named, of whichever sort. */
    private static Stream<Path> named(Kustomization kustomization) {
        Stream<Path> generated =
                Manifests.each(kustomization.document().path("configMapGenerator"))
                        .flatMap(
                                it ->
                                        Stream.concat(
                                                Manifests.each(it.path("envs")),
                                                Manifests.each(it.path("files"))))
                        .map(it -> kustomization.folder().resolve(it.asText()));
        return Stream.of(
                        kustomization.files("resources").filter(it -> !Files.isDirectory(it)),
                        kustomization.files("configurations"),
                        kustomization.patches(),
                        generated)
                .flatMap(it -> it);
    }
}
