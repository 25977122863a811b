package dev.hindsight.schema;

import static dev.hindsight.schema.Schemas.array;
import static dev.hindsight.schema.Schemas.orNull;
import static dev.hindsight.schema.Schemas.ref;
import static dev.hindsight.schema.Schemas.text;
import static dev.hindsight.schema.Schemas.whole;

import dev.hindsight.execution.ExecutionField;
import dev.hindsight.field.FieldTypes;
import dev.hindsight.log.LogField;
import dev.hindsight.step.StepField;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.media.Schema;

/** The schemas of what is taken, and of the receipts for it. */
public final class ReportSchemas {

    /** Most characters of an id, a key, a name. */
    private static final int MAX_ID = 255;

    private ReportSchemas() {}

    /** All of them, by name. */
    public static Map<String, Schema> all() {
        Map<String, Schema> all = new LinkedHashMap<>();
        all.put("ExecutionReport", executionReport());
        all.put("ExecutionPatch", executionPatch());
        all.put("ReplayOrder", replayOrder());
        all.put("StepReport", stepReport());
        all.put(
                "NewStepReport",
                OASFactory.createSchema()
                        .addAllOf(ref("StepReport"))
                        .addRequired("nodeId")
                        .description("A report of a step that names its node."));
        all.put("StepPatch", stepPatch());
        all.put("LogReport", Schemas.object(logMembers()).description("A line of a log."));
        all.put(
                "HeartbeatReport",
                Schemas.object(heartbeatMembers())
                        .description("The workflow, to begin the execution if there is none yet."));
        all.put("StepVersion", stepVersion());
        all.put("StepVersions", Schemas.record(Map.of("items", array(ref("StepVersion")))));
        all.put("LogReceipt", logReceipt());
        all.put("ImportReceipt", importReceipt());
        return all;
    }

    private static Schema executionReport() {
        Map<String, Schema> members = new LinkedHashMap<>();
        members.put(
                "id",
                orNull(Schemas.uuid())
                        .description(
                                "A UUID of version 7, of the last 24 hours; made by the service if"
                                        + " absent."));
        members.put("externalId", orNull(id()).description("The engine's own id."));
        members.put("workflowId", orNull(id()).description("Needed to begin an execution."));
        members.putAll(FieldSchemas.taken(List.of(ExecutionField.values())));
        members.put("reportedAt", reportedAt());
        members.put(
                "steps",
                orNull(array(ref("NewStepReport")))
                        .description("Attempts, written with it or not at all."));
        members.put(
                "logs",
                orNull(array(ref("LogReport")))
                        .description("Lines, written with it or not at all."));
        members.put("dag", Schemas.any().description("Its graph: any JSON value."));
        return Schemas.object(members)
                .description("What an engine knows of an execution. Absent fields change nothing.");
    }

    private static Schema executionPatch() {
        Map<String, Schema> members = new LinkedHashMap<>();
        members.put("id", Schemas.uuid().description("If sent, that of the path."));
        members.put("externalId", orNull(id()).description("null takes it away."));
        members.put("workflowId", id().description("If sent, that which the execution has."));
        members.putAll(FieldSchemas.patched(List.of(ExecutionField.values())));
        members.put("reportedAt", reportedAt());
        members.put("steps", orNull(array(ref("StepPatch"))));
        return Schemas.object(members).description("A JSON merge patch of an execution.");
    }

    private static Schema replayOrder() {
        Map<String, Schema> members = new LinkedHashMap<>();
        members.put("externalId", orNull(id()).description("The engine's own id of the new one."));
        members.putAll(
                FieldSchemas.taken(
                        List.of(
                                ExecutionField.INPUT,
                                ExecutionField.LABELS,
                                ExecutionField.CREATED_BY,
                                ExecutionField.NOTE)));
        return Schemas.object(members)
                .description(
                        "What is to be different: input and labels are those of the original unless"
                                + " sent.");
    }

    private static Schema stepReport() {
        return Schemas.object(stepMembers())
                .description("What an engine knows of an attempt. Absent fields change nothing.");
    }

    /** What a report of an attempt may have. */
    public static Map<String, Schema> stepMembers() {
        Map<String, Schema> members = stepIdentity();
        members.putAll(FieldSchemas.taken(List.of(StepField.values())));
        return members;
    }

    private static Schema stepPatch() {
        Map<String, Schema> members = stepIdentity();
        members.putAll(FieldSchemas.patched(List.of(StepField.values())));
        return Schemas.object(members).description("A JSON merge patch of an attempt.");
    }

    private static Map<String, Schema> stepIdentity() {
        Map<String, Schema> members = new LinkedHashMap<>();
        members.put(
                "key",
                orNull(id()).description("Made by the service if absent; not \".\" or \"..\"."));
        members.put(
                "attempt",
                orNull(whole(1L, (long) Integer.MAX_VALUE))
                        .description("Which try of the visit it is; 1 unless sent."));
        members.put("reportedAt", reportedAt());
        members.putAll(heartbeatMembers());
        return members;
    }

    /** What a line of a log may have. */
    public static Map<String, Schema> logMembers() {
        Map<String, Schema> members =
                new LinkedHashMap<>(FieldSchemas.taken(List.of(LogField.values())));
        members.putAll(heartbeatMembers());
        return members;
    }

    /** What a sign of life may have. */
    public static Map<String, Schema> heartbeatMembers() {
        return Map.of(
                "workflowId",
                orNull(id()).description("To begin the execution if there is none yet."));
    }

    private static Schema stepVersion() {
        Map<String, Schema> members = new LinkedHashMap<>();
        members.put("key", text());
        members.put("attempt", whole(1L, null));
        members.put("version", whole(1L, null));
        return Schemas.record(members).description("Where a reported attempt stands.");
    }

    private static Schema logReceipt() {
        Map<String, Schema> members = new LinkedHashMap<>();
        members.put(
                "accepted", whole(0L, null).description("Lines stored, renumbered ones included."));
        members.put(
                "duplicates",
                whole(0L, null).description("Lines that were there already, sequence and all."));
        members.put(
                "renumbered",
                whole(0L, null).description("Lines that got another sequence: theirs was taken."));
        Schema receipt = Schemas.record(members);
        receipt.addProperty(
                "dropped", whole(1L, null).description("Lines not stored, since the log is full."));
        receipt.addProperty(
                "rejected", whole(1L, null).description("Lines of NDJSON that are not valid."));
        receipt.addProperty("errors", array(ref("LineError")).maxItems(100));
        return receipt.description("What became of reported lines.");
    }

    private static Schema importReceipt() {
        Map<String, Schema> imported = new LinkedHashMap<>();
        imported.put("id", Schemas.uuid());
        imported.put("externalId", orNull(text()));
        Map<String, Schema> members = new LinkedHashMap<>();
        members.put("executions", array(Schemas.record(imported)));
        members.put("steps", whole(0L, null));
        members.put("logs", whole(0L, null));
        Schema receipt = Schemas.record(members);
        receipt.addProperty(
                "more",
                whole(1L, null)
                        .description("Executions beyond those told, which are at most 10,000."));
        Map<String, Schema> rejected = new LinkedHashMap<>();
        rejected.put("pointer", text());
        rejected.put("detail", text());
        receipt.addProperty(
                "rejected",
                array(Schemas.record(rejected))
                        .description(
                                "Records of another engine that were not taken, and why; the first 1,000."));
        return receipt.description("What an import took over.");
    }

    private static Schema id() {
        return text(1, MAX_ID);
    }

    private static Schema reportedAt() {
        return orNull(Schemas.taken(FieldTypes.MOMENT.shape()))
                .description("When the engine sent it, so that a late report changes less.");
    }
}
