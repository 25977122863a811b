package dev.hindsight.schema;

import static dev.hindsight.schema.Schemas.array;
import static dev.hindsight.schema.Schemas.moment;
import static dev.hindsight.schema.Schemas.orNull;
import static dev.hindsight.schema.Schemas.ref;
import static dev.hindsight.schema.Schemas.text;
import static dev.hindsight.schema.Schemas.uuid;
import static dev.hindsight.schema.Schemas.whole;

import dev.hindsight.execution.ExecutionField;
import dev.hindsight.execution.ExecutionStatus;
import dev.hindsight.field.Field;
import dev.hindsight.log.LogField;
import dev.hindsight.payload.Notice;
import dev.hindsight.step.StepField;
import dev.hindsight.step.StepStatus;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.models.media.Schema;

/** The schemas of what is told. Members are always there, unless said otherwise. */
public final class RecordSchemas {

    private static final Set<String> EXECUTION_NEVER_NULL =
            Set.of(
                    "/status",
                    "/attempt",
                    "/startedAt",
                    "/labels",
                    "/sampleRate",
                    "/pinned",
                    "/trigger",
                    "/trigger/type");

    private static final Set<String> STEP_NEVER_NULL = Set.of("/status", "/nodeId", "/dependsOn");

    private static final Set<String> LINE_NEVER_NULL = Set.of("/sequence", "/timestamp", "/level");

    private RecordSchemas() {}

    /** All of them, by name. */
    public static Map<String, Schema> all() {
        Map<String, Schema> all = new LinkedHashMap<>();
        all.put("Execution", execution());
        all.put(
                "ExecutionItem",
                Schemas.record(executionMembers(narrow(ExecutionField.values())))
                        .description("An execution as lists tell it: without payloads."));
        all.put("ExecutionStory", story());
        all.put("ListedExecution", listed());
        all.put("ExecutionPage", page(ref("ListedExecution")));
        all.put("ExecutionCounts", counts());
        all.put("Step", step());
        all.put(
                "StepSummary",
                Schemas.record(stepMembers(narrow(StepField.values())))
                        .description("An attempt without payloads."));
        all.put("StepPage", page(Schemas.anyOf(ref("Step"), ref("StepSummary"))));
        all.put("LogLine", line());
        all.put("LogPage", page(ref("LogLine")));
        all.put("FoundLinePage", page(foundLine()));
        all.put("Notice", notice());
        all.put("Timeline", timeline());
        all.put("Storage", storage());
        all.put("WorkflowPage", page(ref("Workflow")));
        all.put(
                "Artifacts",
                Schemas.mapOf(Schemas.mapOf(Schemas.any()))
                        .description("Values by node and, in it, by key."));
        all.put("Snapshot", snapshot());
        all.put("SnapshotPage", page(ref("Snapshot")));
        return all;
    }

    private static Schema foundLine() {
        Map<String, Schema> members = new LinkedHashMap<>();
        members.put("executionId", uuid());
        members.put("line", ref("LogLine"));
        return Schemas.record(members);
    }

    private static Schema execution() {
        Map<String, Schema> members = executionMembers(List.of(ExecutionField.values()));
        members.put("notices", array(ref("Notice")));
        return mayBeWithheld(Schemas.record(members))
                .description(
                        "One run of one workflow, with its payloads. What was never told is null.");
    }

    private static Map<String, Schema> executionMembers(Collection<? extends Field> fields) {
        Map<String, Schema> members = new LinkedHashMap<>();
        members.put(
                "id", uuid().description("Of version 7; its time is that of the first report."));
        members.put(
                "externalId",
                orNull(text())
                        .description(
                                "The engine's own id, unique in the namespace; null if it has none."));
        members.put(
                "version",
                whole(1L, null)
                        .description(
                                "Grows by one with each change of the execution, not with those of its"
                                        + " steps, log or heartbeats."));
        members.put("workflowId", text().description("What is run."));
        members.putAll(FieldSchemas.told(fields, EXECUTION_NEVER_NULL));
        members.put("createdAt", moment().description("When it was first reported."));
        members.put("updatedAt", moment().description("When it last changed."));
        members.put(
                "importedAt",
                orNull(moment()).description("When it was imported; null if it was reported."));
        members.put(
                "lastHeartbeatAt",
                orNull(moment()).description("Of the last heartbeat; null if there was none."));
        members.put(
                "deletedAt",
                orNull(moment()).description("When it was soft-deleted; null if it is not."));
        members.put("archived", Schemas.bool().description("Whether it is read from the archive."));
        members.put(
                "payloadExpired",
                Schemas.bool().description("Whether retention dropped its payloads."));
        members.put(
                "dagHash",
                orNull(text().pattern("^sha256:[0-9a-f]{64}$"))
                        .description("Of its graph, by which that is read; null if it has none."));
        return members;
    }

    /** A list item that may be drawn. */
    private static Schema listed() {
        Schema listed = Schemas.record(executionMembers(narrow(ExecutionField.values())));
        listed.addProperty("miniTimeline", orNull(drawing()));
        return listed.description("An item of a list, drawn if `fields` asked for that.");
    }

    private static Schema drawing() {
        Schema bar =
                array(Schemas.anyOf(whole(0L, 1_000L), Schemas.words(words(StepStatus.values()))));
        Schema drawing =
                Schemas.record(Map.of("bars", array(bar.minItems(3).maxItems(3)).maxItems(40)));
        return drawing.description(
                "When its steps ran: `[start, length, status]` each, in thousandths of the time from the"
                        + " first start to the last end. More than 40 are told in 40 slots, each with the"
                        + " worst status in it. Null where none has started, or where it is archived;"
                        + " left out unless asked for.");
    }

    /** An execution and what was asked for along with it. */
    private static Schema story() {
        Schema story = execution();
        story.description("An execution, and what was asked for along with it by `include`.");
        story.addProperty("steps", array(ref("Step")));
        story.addProperty("stepsCursor", orNull(text()));
        story.addProperty("logs", array(ref("LogLine")));
        story.addProperty("logsCursor", orNull(text()));
        story.addProperty("dag", Schemas.any());
        story.addProperty("tree", Schemas.any());
        Map<String, Schema> workflow = new LinkedHashMap<>();
        workflow.put("workflowId", text());
        workflow.put("workflowName", orNull(text()));
        story.addProperty("workflow", Schemas.record(workflow));
        return story;
    }

    /** Who may not read payloads gets the record without them. */
    private static Schema mayBeWithheld(Schema record) {
        List<String> required = new ArrayList<>(record.getRequired());
        required.removeAll(List.of("input", "output", "metadata"));
        record.setRequired(required);
        record.addProperty(
                "payloadWithheld",
                Schemas.bool().description("Payloads are left out: the key may not read them."));
        return record;
    }

    private static Schema counts() {
        Map<String, Schema> members = new LinkedHashMap<>();
        members.put("total", whole(0L, null));
        for (ExecutionStatus status : ExecutionStatus.values()) {
            String word = status == ExecutionStatus.TIMED_OUT ? "timedOut" : status.word();
            members.put(word, whole(0L, null));
        }
        return Schemas.record(members).description("Numbers of executions by status.");
    }

    private static Schema step() {
        Map<String, Schema> members = stepMembers(List.of(StepField.values()));
        members.put("notices", array(ref("Notice")));
        return mayBeWithheld(Schemas.record(members))
                .description(
                        "One attempt of a visit to a node, with its payloads. What was never told is"
                                + " null.");
    }

    private static Map<String, Schema> stepMembers(Collection<? extends Field> fields) {
        Map<String, Schema> members = new LinkedHashMap<>();
        members.put("key", text().description("Of the visit, unique in the execution."));
        members.put(
                "attempt", whole(1L, null).description("Which try of the visit it is, from 1."));
        members.put(
                "version",
                whole(1L, null).description("Grows by one with each change of the attempt."));
        members.putAll(FieldSchemas.told(fields, STEP_NEVER_NULL));
        return members;
    }

    private static Schema line() {
        Schema line =
                Schemas.record(FieldSchemas.told(List.of(LogField.values()), LINE_NEVER_NULL));
        line.addProperty(
                "notices", array(ref("Notice")).description("Left out where nothing was altered."));
        return line.description("A line of a log.");
    }

    private static Schema snapshot() {
        Map<String, Schema> members = new LinkedHashMap<>();
        members.put("snapshot", uuid());
        members.put("bytes", whole(0L, null).description("As they were sent."));
        members.put("storedBytes", whole(0L, null).description("After compression."));
        members.put("createdAt", moment());
        return Schemas.record(members).description("A snapshot of an execution.");
    }

    private static Schema notice() {
        Map<String, Schema> members = new LinkedHashMap<>();
        members.put(
                "kind",
                Schemas.words(Stream.of(Notice.Kind.values()).map(Notice.Kind::word).toList()));
        members.put("pointer", text().description("RFC 6901, into the record"));
        Schema notice = Schemas.record(members);
        notice.addProperty("originalBytes", whole(0L, null));
        notice.addProperty("sha256", text().pattern("^[0-9a-f]{64}$"));
        return notice.description("What was altered before it was stored.");
    }

    private static Schema timeline() {
        Map<String, Schema> members = new LinkedHashMap<>();
        members.put("names", array(text()).description("Names of nodes, or ids without a name."));
        members.put("key", array(text()));
        members.put("attempt", array(whole(1L, null)));
        members.put("parent", array(orNull(text())));
        members.put("name", array(whole(0L, null)).description("Places in `names`, from 0."));
        members.put("status", array(Schemas.words(words(StepStatus.values()))));
        members.put("queued", array(orNull(moment())));
        members.put("start", array(orNull(moment())));
        members.put("end", array(orNull(moment())));
        members.put("iteration", array(orNull(whole(null, null))));
        return Schemas.record(members)
                .description("All steps as columns: one array each, in the order of the list.");
    }

    private static List<String> words(StepStatus... statuses) {
        return Stream.of(statuses).map(StepStatus::word).toList();
    }

    private static Schema storage() {
        Map<String, Schema> item = new LinkedHashMap<>();
        item.put("kind", text());
        item.put("rows", whole(0L, null));
        item.put("bytes", whole(0L, null));
        Map<String, Schema> members = new LinkedHashMap<>();
        members.put("items", array(Schemas.record(item)));
        members.put("rows", whole(0L, null));
        members.put("bytes", whole(0L, null));
        return Schemas.record(members).description("What is stored of an execution, by kind.");
    }

    private static Schema page(Schema item) {
        Map<String, Schema> members = new LinkedHashMap<>();
        members.put("items", array(item));
        members.put(
                "nextCursor",
                orNull(text()).description("Where the next page begins; null on the last one."));
        Schema page = Schemas.record(members);
        page.addProperty("total", whole(0L, null).description("Left out unless asked for."));
        page.addProperty(
                "totalIsCapped",
                Schemas.bool().description("True if there are more; left out otherwise."));
        return page;
    }

    private static List<Field> narrow(Field... fields) {
        return Stream.of(fields).filter(field -> !field.payload()).toList();
    }
}
