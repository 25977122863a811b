package dev.hindsight.schema;

import static dev.hindsight.schema.Schemas.anyOf;
import static dev.hindsight.schema.Schemas.array;
import static dev.hindsight.schema.Schemas.bool;
import static dev.hindsight.schema.Schemas.mapOf;
import static dev.hindsight.schema.Schemas.orNull;
import static dev.hindsight.schema.Schemas.ref;
import static dev.hindsight.schema.Schemas.text;
import static dev.hindsight.schema.Schemas.whole;

import dev.hindsight.execution.ExecutionField;
import dev.hindsight.field.FieldTypes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.models.media.Schema;

/** The schemas of filters of executions as JSON, and of the requests that are made of one. */
public final class FilterSchemas {

    private static final int MAX_TEXT = 1_024;
    private static final int MAX_VALUES = 10_000;

    private FilterSchemas() {}

    /** All of them, by name. */
    public static Map<String, Schema> all() {
        Map<String, Schema> all = new LinkedHashMap<>();
        all.put("ExecutionFilter", filter());
        all.put("DeletionRequest", deletion());
        all.put("DeletionReceipt", Schemas.record(Map.of("deleted", whole(0L, null))));
        all.put("DisownRequest", disowning());
        all.put("DisownReceipt", Schemas.record(Map.of("crashed", whole(0L, null))));
        return all;
    }

    private static Schema filter() {
        Map<String, Schema> members = new LinkedHashMap<>();
        for (String name :
                List.of(
                        "workflowId",
                        "triggerType",
                        "source",
                        "createdBy",
                        "scriptPath",
                        "externalId",
                        "runId",
                        "parentExecutionId",
                        "rootExecutionId",
                        "replayOf",
                        "engineInstance",
                        "failedNode",
                        "errorType",
                        "fingerprint")) {
            members.put(name, orNull(texts()));
        }
        members.put("status", orNull(anyOf(status(), array(status()).minItems(1))));
        members.put("workflowName", orNull(text(1, MAX_TEXT)).description("A part of the name."));
        members.put("label", orNull(mapOf(text(0, MAX_TEXT)).minProperties(1)));
        members.put("startedAfter", orNull(moment()).description("Inclusive"));
        members.put("startedBefore", orNull(moment()).description("Exclusive"));
        members.put("minDurationMs", orNull(whole(0L, FieldTypes.MAX_DURATION_MS)));
        members.put("maxDurationMs", orNull(whole(0L, FieldTypes.MAX_DURATION_MS)));
        members.put("pinned", orNull(bool()));
        members.put("archived", orNull(bool()));
        members.put("deleted", orNull(anyOf(bool(), Schemas.words(List.of("any")))));
        return Schemas.object(members)
                .description(
                        "The filters of the list, by the same names: all must match, of an array any"
                                + " one.");
    }

    private static Schema status() {
        return Schemas.taken(ExecutionField.STATUS.type().shape());
    }

    private static Schema texts() {
        return anyOf(text(0, MAX_TEXT), array(text(0, MAX_TEXT)).minItems(1).maxItems(MAX_VALUES));
    }

    private static Schema deletion() {
        Map<String, Schema> members = new LinkedHashMap<>();
        members.put("filter", orNull(ref("ExecutionFilter")));
        members.put("purge", orNull(bool()).description("Whether they are removed for good"));
        members.put(
                "all",
                orNull(bool()).description("Must be true where the filter leaves nothing out"));
        return Schemas.object(members).description("Which executions are to be deleted.");
    }

    private static Schema disowning() {
        Map<String, Schema> members = new LinkedHashMap<>();
        members.put("engineInstance", text(1, FieldTypes.MAX_ID));
        members.put("startedBefore", orNull(moment()).description("Exclusive"));
        return Schemas.object(members)
                .addRequired("engineInstance")
                .description("What an engine's instance does not run any more.");
    }

    private static Schema moment() {
        return Schemas.taken(FieldTypes.MOMENT.shape());
    }
}
