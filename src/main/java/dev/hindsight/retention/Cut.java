package dev.hindsight.retention;

import dev.hindsight.field.JsonText;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Where a policy that counts cuts: the newest execution that is too many. It and those that started
 * before it, with the lesser id at the same moment, are due.
 *
 * @param policy its place in the policy set, from 1
 * @param workflowId of the executions that were counted; empty where they are of any workflow
 */
record Cut(int namespaceId, int policy, String workflowId, OffsetDateTime startedAt, UUID id) {

    /** What the cut that concerns an execution is found by. */
    String key() {
        return namespaceId + ":" + policy + ":" + workflowId;
    }

    /** As a JSON object: an array of the moment and the id, under each key. */
    static String json(List<Cut> cuts) {
        return cuts.stream()
                .map(
                        cut ->
                                "%s:[\"%s\",\"%s\"]"
                                        .formatted(
                                                JsonText.quote(cut.key()),
                                                cut.startedAt(),
                                                cut.id()))
                .collect(Collectors.joining(",", "{", "}"));
    }
}
