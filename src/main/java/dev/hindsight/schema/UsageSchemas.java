package dev.hindsight.schema;

import static dev.hindsight.schema.Schemas.array;
import static dev.hindsight.schema.Schemas.bool;
import static dev.hindsight.schema.Schemas.moment;
import static dev.hindsight.schema.Schemas.orNull;
import static dev.hindsight.schema.Schemas.text;
import static dev.hindsight.schema.Schemas.whole;

import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.microprofile.openapi.models.media.Schema;

/** What the history weighs. */
public final class UsageSchemas {

    private UsageSchemas() {}

    public static Map<String, Schema> all() {
        Map<String, Schema> all = new LinkedHashMap<>();
        all.put("TableUsage", tableUsage());
        all.put("WorkflowUsage", workflowUsage());
        return all;
    }

    private static Schema tableUsage() {
        Map<String, Schema> item = new LinkedHashMap<>();
        item.put("table", text());
        item.put("rows", whole(0L, null).description("As PostgreSQL estimates them."));
        item.put("bytes", whole(0L, null).description("With indexes."));
        item.put(
                "deadRows",
                whole(0L, null).description("Versions of rows that wait for a vacuum."));
        Map<String, Schema> members = new LinkedHashMap<>();
        members.put("asOf", moment());
        members.put("databaseBytes", whole(0L, null).description("Of the whole database."));
        members.put(
                "oldestStartedAt",
                orNull(moment()).description("Of executions that are not deleted."));
        members.put("newestStartedAt", orNull(moment()));
        members.put("growthBytesPerDay", whole(0L, null).description("What a day adds."));
        members.put(
                "fullInDays",
                orNull(whole(0L, null))
                        .description(
                                "Until hindsight.storage.expected-bytes are exceeded; null if they"
                                        + " will not be, or are not set."));
        members.put("items", array(Schemas.record(item)).description("The heaviest first."));
        return Schemas.record(members).description("What tables weigh.");
    }

    private static Schema workflowUsage() {
        Map<String, Schema> item = new LinkedHashMap<>();
        item.put("namespace", text());
        item.put("workflowId", text());
        item.put("executions", whole(0L, null).description("Soft-deleted ones too."));
        item.put("steps", whole(0L, null).description("Every attempt counts."));
        item.put("logs", whole(0L, null).description("Lines."));
        item.put("artifacts", whole(0L, null));
        item.put("snapshots", whole(0L, null));
        item.put(
                "bytes",
                whole(0L, null)
                        .description(
                                "Of values as they are stored, without indexes, as GET"
                                        + " /executions/{execution}/storage tells them."));
        Map<String, Schema> members = new LinkedHashMap<>();
        members.put("asOf", moment());
        members.put(
                "isEstimate",
                bool().description(
                                "Whether only a sample was measured: a workflow of which nothing"
                                        + " was in it is missing."));
        members.put("items", array(Schemas.record(item)).description("The heaviest first."));
        members.put("nextCursor", orNull(text()));
        return Schemas.record(members).description("What workflows weigh.");
    }
}
