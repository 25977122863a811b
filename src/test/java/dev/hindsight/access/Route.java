package dev.hindsight.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An operation of the published contract.
 *
 * @param type what its body is; {@code null} without one
 */
record Route(String method, String path, String id, @Nullable String type) {

    private static final Path DOCUMENT = Path.of("src/main/resources/openapi.json");

    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    /** What is for administrators alone, besides overriding and deleting in bulk. */
    private static final Set<String> MANAGED =
            Set.of(
                    "deleteExecutions",
                    "listKeys",
                    "createKey",
                    "revokeKey",
                    "listNamespaces",
                    "getNamespace",
                    "putNamespace",
                    "listAudit",
                    "getStorageStatistics",
                    "putRetentionPolicy",
                    "deleteRetentionPolicy",
                    "previewRetention",
                    "listWebhooks",
                    "getWebhook",
                    "putWebhook",
                    "deleteWebhook",
                    "listDeliveries",
                    "retryDelivery",
                    "putSla",
                    "deleteSla",
                    "erasePerson",
                    "getErasure",
                    "sweep");

    /** Bodies that are good enough to come as far as the rows; {@code {}} where nothing is said. */
    private static final Map<String, String> BODIES =
            Map.ofEntries(
                    Map.entry(
                            "reportExecution",
                            "{'workflowId': '{workflow}', 'id': '{id}', 'externalId': '{external}'}"),
                    Map.entry("deleteExecutions", "{'filter': {'workflowId': ['{workflow}']}}"),
                    Map.entry("disownExecutions", "{'engineInstance': '{workflow}'}"),
                    Map.entry("erasePerson", "{'createdBy': '{workflow}'}"),
                    Map.entry("importExecutions", ""),
                    Map.entry("patchExecution", "{'note': 'seen'}"),
                    Map.entry("replaceArtifacts", "{'n': {'k': 2}}"),
                    Map.entry("addArtifacts", "{'n': {'k': 2}}"),
                    Map.entry("putGraph", "{'nodes': []}"),
                    Map.entry("reportLines", "[{'sequence': 0, 'message': 'mine'}]"),
                    Map.entry("reportSteps", "{'key': 's', 'nodeId': 'other'}"),
                    Map.entry("reportStep", "{'nodeId': 'other'}"),
                    Map.entry("patchStep", "{'nodeName': 'other'}"),
                    Map.entry(
                            "reportInBulk",
                            """
                            {'step': {'execution': '{id}', 'key': 's', 'nodeId': 'n'}}
                            {'log': {'execution': 'ext:{external}', 'message': 'm'}}
                            {'heartbeat': {'execution': '{id}'}}
                            """),
                    Map.entry("decideAboutFailures", "{'state': 'resolved'}"),
                    Map.entry(
                            "putWebhook",
                            "{'url': 'https://example.org/', 'secret': 'whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=', 'events': ['execution.failed']}"),
                    Map.entry("putSla", "{'workflowId': '{workflow}', 'maxSilence': 'PT1H'}"),
                    Map.entry("createKey", "{'name': 'k', 'role': 'viewer'}"));

    /** All of them. */
    static List<Route> all() {
        try {
            JsonNode document = new ObjectMapper().readTree(DOCUMENT.toFile());
            return document.get("paths").properties().stream()
                    .flatMap(
                            path ->
                                    path.getValue().properties().stream()
                                            .filter(it -> METHODS.contains(it.getKey()))
                                            .map(it -> of(path.getKey(), it)))
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Route of(String path, Map.Entry<String, JsonNode> operation) {
        Iterator<String> types = operation.getValue().at("/requestBody/content").fieldNames();
        return new Route(
                operation.getKey().toUpperCase(Locale.ROOT),
                path,
                operation.getValue().get("operationId").asText(),
                types.hasNext() ? types.next() : null);
    }

    /** Whether the answer goes on until somebody hangs up. */
    boolean isEndless() {
        return id.equals("watchExecutions");
    }

    boolean isReading() {
        return method.equals("GET");
    }

    boolean isManaged() {
        return MANAGED.contains(id);
    }

    /** Where it names something that there may be or not. */
    boolean isAboutSomething() {
        return path.contains("{")
                || Stream.of("reportExecution", "reportInBulk", "deleteExecutions")
                        .anyMatch(id::equals);
    }

    /** The path with the names of things in their places. */
    String pathTo(Property place, boolean external) {
        String question = id.equals("getNodeStatistics") ? "?workflowId={workflowId}" : "";
        return (path + question)
                .replace("{execution}", external ? "ext:" + place.external() : place.execution())
                .replace("{other}", place.execution())
                .replace("{snapshot}", place.snapshot())
                .replace("{hash}", place.graph())
                .replace("{workflowId}", place.workflow())
                .replace("{id}", path.contains("deliveries") ? "1" : place.key())
                .replace("{name}", isOfNamespace() ? place.workflow() : place.namespace())
                .replace("{fingerprint}", place.failure())
                .replace("{node}", "n")
                .replace("{kind}", "active")
                .replace("{key}", path.contains("artifacts") ? "k" : "s");
    }

    /** Whether the name in it is that of something in a namespace, not of the namespace. */
    private boolean isOfNamespace() {
        return Stream.of("policies", "webhooks", "slas").anyMatch(path::contains);
    }

    /** Its body about things. */
    byte @Nullable [] body(Property place) {
        if (type == null) {
            return null;
        }
        return BODIES.getOrDefault(id, "{}")
                .replace("{id}", place.execution())
                .replace("{external}", place.external())
                .replace("{workflow}", place.workflow())
                .replace('\'', '"')
                .getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
