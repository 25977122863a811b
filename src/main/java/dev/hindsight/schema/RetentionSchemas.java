package dev.hindsight.schema;

import static dev.hindsight.schema.Schemas.anyOf;
import static dev.hindsight.schema.Schemas.array;
import static dev.hindsight.schema.Schemas.bool;
import static dev.hindsight.schema.Schemas.mapOf;
import static dev.hindsight.schema.Schemas.moment;
import static dev.hindsight.schema.Schemas.orNull;
import static dev.hindsight.schema.Schemas.ref;
import static dev.hindsight.schema.Schemas.text;
import static dev.hindsight.schema.Schemas.whole;

import dev.hindsight.execution.ExecutionField;
import dev.hindsight.field.FieldTypes;
import dev.hindsight.field.Labels;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.models.media.Schema;

/** Retention policies, sweeps, and erasures. */
public final class RetentionSchemas {

    private static final int MAX_TEXTS = 1_000;

    private static final long MAX_COUNT = Integer.MAX_VALUE;

    private RetentionSchemas() {}

    public static Map<String, Schema> all() {
        Map<String, Schema> all = new LinkedHashMap<>();
        all.put("RetentionPolicyOrder", order());
        all.put("RetentionPolicy", policy());
        all.put(
                "RetentionPolicyList",
                Schemas.record(Map.of("items", array(ref("RetentionPolicy"))))
                        .description("The first that matches an execution decides."));
        all.put(
                "RetentionPreview",
                Schemas.record(Map.of("items", array(Schemas.record(previewItem()))))
                        .description("What a sweep would remove, by policy."));
        all.put("RetentionRun", run());
        Map<String, Schema> page = new LinkedHashMap<>();
        page.put("items", array(ref("RetentionRun")));
        page.put("nextCursor", orNull(text()));
        all.put("RetentionRunPage", Schemas.record(page));
        all.put("ErasureRequest", erasureRequest());
        all.put("Erasure", erasure());
        return all;
    }

    private static Map<String, Schema> previewItem() {
        Map<String, Schema> members = new LinkedHashMap<>();
        members.put("policy", name());
        members.put("executions", number("Removed, or archived."));
        members.put("steps", number("Of these."));
        members.put("logs", number("Lines of these, and of those whose log alone is dropped."));
        effects(members);
        return members;
    }

    /** What is done to executions that stay, and what it gives back. */
    private static void effects(Map<String, Schema> members) {
        members.put("payloadsExpired", number("Executions that stay without their payloads."));
        members.put("logsExpired", number("Executions that stay without their log."));
        members.put("snapshotsTrimmed", number("Executions that keep their newest snapshots."));
        members.put(
                "bytes",
                number(
                        "An estimate: the size of the tables and indexes of each day, in"
                                + " proportion to the executions of it."));
    }

    private static Schema run() {
        Map<String, Schema> item = new LinkedHashMap<>();
        item.put("policy", name());
        item.put("executions", number("Removed, those that were archived among them."));
        item.put("archived", number("Of these, archived."));
        effects(item);
        Map<String, Schema> members = new LinkedHashMap<>();
        members.put("id", Schemas.uuid());
        members.put("startedAt", moment());
        members.put(
                "completedAt",
                orNull(moment()).description("Null while it goes on, and if it was killed."));
        members.put(
                "partial", bool().description("Whether its time was over before all was done."));
        members.put(
                "problem", orNull(text()).description("What kept it from something that was due."));
        members.put("items", array(Schemas.record(item)));
        return Schemas.record(members)
                .description("A sweep, and what it did in the caller's namespace.");
    }

    private static Schema erasureRequest() {
        Map<String, Schema> members = new LinkedHashMap<>();
        members.put("createdBy", text(1, FieldTypes.MAX_ID).description("Who is to be erased."));
        members.put(
                "includePinned",
                orNull(bool()).description("Whether pinned executions go too; false unless sent."));
        Schema request = Schemas.object(members);
        request.setRequired(List.of("createdBy"));
        return request.description("Whose executions are to be erased.");
    }

    private static Schema erasure() {
        Map<String, Schema> members = new LinkedHashMap<>();
        members.put("id", Schemas.uuid());
        members.put("startedAt", moment());
        members.put("completedAt", orNull(moment()).description("Null while it goes on."));
        members.put("includePinned", bool());
        members.put("executions", number("Erased so far."));
        members.put("archiveFiles", number("Files that were written anew or deleted so far."));
        members.put("webhooks", number("Webhooks whose filters named the person."));
        members.put("pinned", number("Executions that were left, since they are pinned."));
        members.put(
                "problem",
                orNull(text()).description("What keeps it from being completed, for now."));
        return Schemas.record(members).description("An erasure, and what it did; never of whom.");
    }

    private static Schema number(String description) {
        return whole(0L, Long.MAX_VALUE).description(description);
    }

    private static Schema order() {
        Map<String, Schema> members = new LinkedHashMap<>();
        members.put("name", orNull(name()).description("That of the path, if it is sent."));
        members.put(
                "priority",
                orNull(whole(0L, MAX_COUNT))
                        .description("The lowest that matches decides; 1000 unless sent."));
        select(members, Schemas.taken(ExecutionField.STATUS.type().shape()));
        limit(members);
        members.put(
                "countPer",
                orNull(Schemas.words(List.of("workflow", "policy")))
                        .description(
                                "Over which executions `maxCount` counts; `workflow` unless sent."));
        members.put("archive", orNull(bool()).description("False unless sent."));
        members.put("enabled", orNull(bool()).description("True unless sent."));
        return Schemas.object(members).description("The whole of a policy, as it is to be.");
    }

    private static Schema policy() {
        Map<String, Schema> members = new LinkedHashMap<>();
        members.put("name", name());
        members.put("priority", whole(0L, MAX_COUNT));
        select(members, Schemas.told(ExecutionField.STATUS.type().shape()));
        limit(members);
        members.put("countPer", Schemas.words(List.of("workflow", "policy")));
        members.put("archive", bool());
        members.put("enabled", bool());
        Schema policy = Schemas.record(members);
        policy.addProperty(
                "createdAt",
                moment().description("Absent from the `default` that nobody has written."));
        policy.addProperty("updatedAt", moment());
        return policy.description(
                "What is kept, and for how long. Ages are told as they were sent, and so is what it"
                        + " selects by.");
    }

    private static void select(Map<String, Schema> members, Schema status) {
        members.put(
                "workflowId", orNull(oneOrSome(text(1, FieldTypes.MAX_ID))).description("Any of."));
        members.put("status", orNull(oneOrSome(status)).description("Any of."));
        Schema pair =
                text().pattern("^[A-Za-z0-9_.-]{1,63}:")
                        .description("key:value, split at the first colon");
        members.put(
                "label",
                orNull(
                                anyOf(
                                        mapOf(text(0, Labels.MAX_VALUE))
                                                .minProperties(1)
                                                .maxProperties(Labels.MAX),
                                        pair,
                                        array(pair).minItems(1).maxItems(Labels.MAX)))
                        .description("All of them."));
    }

    private static void limit(Map<String, Schema> members) {
        members.put("maxAge", age("After which an execution is removed."));
        members.put("payloadMaxAge", age("After which payloads are dropped."));
        members.put("logMaxAge", age("After which logs are dropped."));
        members.put("maxCount", count("How many executions are kept, the newest."));
        members.put("maxSnapshots", count("How many snapshots of each are kept, the newest."));
        members.put("archiveMaxAge", age("How long what is archived stays; for ever if absent."));
    }

    private static Schema oneOrSome(Schema one) {
        return anyOf(one, array(one).minItems(1).maxItems(MAX_TEXTS));
    }

    private static Schema name() {
        return text(1, FieldTypes.MAX_ID);
    }

    private static Schema age(String description) {
        return orNull(text().format("duration").maxLength(64))
                .description(description + " ISO-8601, positive, at most 1000 years.");
    }

    private static Schema count(String description) {
        return orNull(whole(1L, MAX_COUNT)).description(description);
    }
}
