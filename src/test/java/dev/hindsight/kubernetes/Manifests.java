package dev.hindsight.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What lies in {@code k8s/}, sorted by what it is to kustomize. */
final class Manifests {

    static final Path ROOT = Path.of("k8s");

    private Manifests() {}

    /** Every file of YAML. */
    static List<Path> files() {
        try (Stream<Path> all = Files.walk(ROOT)) {
            return all.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every kustomization and component. */
    static List<Kustomization> kustomizations() {
        return files().stream()
                .filter(file -> file.endsWith("kustomization.yaml"))
                .map(file -> new Kustomization(file, StrictYaml.read(file).get(0)))
                .toList();
    }

    /** Every whole object: what kustomizations take in, and the examples. */
    static List<Resource> resources() {
        Stream<Path> listed =
                kustomizations().stream()
                        .flatMap(it -> it.files("resources"))
                        .filter(Files::isRegularFile);
        Stream<Path> examples =
                files().stream().filter(file -> file.toString().endsWith(".example.yaml"));
        return Stream.concat(listed, examples)
                .flatMap(file -> StrictYaml.read(file).stream().map(it -> new Resource(file, it)))
                .toList();
    }

    /** Every workload's pods. */
    static List<Pod> pods() {
        return resources().stream().flatMap(Pod::of).toList();
    }

    /** The members of an array, or of nothing. */
    static Stream<JsonNode> each(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    /** A kustomization or a component. */
    record Kustomization(Path file, JsonNode document) {

        Path folder() {
            return file.resolveSibling("");
        }

        /** What a list of names of files or folders leads to. */
        Stream<Path> files(String list) {
            return each(document.path(list)).map(it -> folder().resolve(it.asText()).normalize());
        }

        /** Files of patches. */
        Stream<Path> patches() {
            return each(document.path("patches"))
                    .map(it -> folder().resolve(it.path("path").asText()).normalize());
        }

        @Override
        public String toString() {
            return file.toString();
        }
    }

    /** One object. */
    record Resource(Path file, JsonNode document) {

        String apiVersion() {
            return document.path("apiVersion").asText();
        }

        String kind() {
            return document.path("kind").asText();
        }

        String name() {
            return document.at("/metadata/name").asText();
        }

        boolean is(String apiVersion, String kind) {
            return apiVersion().equals(apiVersion) && kind().equals(kind);
        }

        @Override
        public String toString() {
            return "%s %s of %s".formatted(kind(), name(), file);
        }
    }

    /** The pods of a workload, by their template. */
    record Pod(Resource owner, JsonNode template) {

        static Stream<Pod> of(Resource resource) {
            String template =
                    resource.kind().equals("CronJob")
                            ? "/spec/jobTemplate/spec/template"
                            : "/spec/template";
            JsonNode found = resource.document().at(template);
            return found.isMissingNode() ? Stream.of() : Stream.of(new Pod(resource, found));
        }

        JsonNode spec() {
            return template.path("spec");
        }

        JsonNode labels() {
            return template.at("/metadata/labels");
        }

        /** The only container. */
        JsonNode container() {
            return spec().at("/containers/0");
        }

        /** Whether it runs our own image. */
        boolean isOurs() {
            return container().path("image").asText().matches("(.*/)?hindsight(:.*)?");
        }

        /** A setting of security, of the container or else of the pod. */
        JsonNode security(String name) {
            JsonNode own = container().path("securityContext").path(name);
            return own.isMissingNode() ? spec().path("securityContext").path(name) : own;
        }

        @Override
        public String toString() {
            return "pods of " + owner;
        }
    }
}
