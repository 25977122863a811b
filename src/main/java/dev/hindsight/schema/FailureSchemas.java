package dev.hindsight.schema;

import static dev.hindsight.schema.Schemas.array;
import static dev.hindsight.schema.Schemas.moment;
import static dev.hindsight.schema.Schemas.orNull;
import static dev.hindsight.schema.Schemas.ref;
import static dev.hindsight.schema.Schemas.text;
import static dev.hindsight.schema.Schemas.whole;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.models.media.Schema;

/** Groups of failures. */
public final class FailureSchemas {

    private static final List<String> STATES = List.of("open", "resolved", "ignored");

    private static final int TREND = 24;

    private FailureSchemas() {}

    public static Map<String, Schema> all() {
        Map<String, Schema> all = new LinkedHashMap<>();
        all.put("FailureGroup", failureGroup());
        all.put("FailureList", failureList());
        all.put(
                "FailureDecision",
                Schemas.record(Map.of("state", Schemas.words(STATES)))
                        .description("What is decided about a group of failures."));
        return all;
    }

    private static Schema failureGroup() {
        Map<String, Schema> members = new LinkedHashMap<>();
        members.put("fingerprint", text().description("As the filter of executions takes it."));
        members.put("message", orNull(text()).description("Of the latest failure, cut."));
        members.put("errorType", orNull(text()).description("Likewise."));
        members.put("failedNode", orNull(text()).description("Likewise."));
        members.put(
                "count",
                number(
                        "In the range; of all time where neither a range nor a workflow is asked for."
                                + " Executions that are gone count."));
        members.put(
                "trend",
                array(number("Failures of executions that started in this part of the range."))
                        .minItems(TREND)
                        .maxItems(TREND)
                        .description(
                                "The range in 24 equal parts, or the last 24 hours of it where `from`"
                                        + " is not given; the latest last. Parts are whole quarters of"
                                        + " an hour: see `trendFrom` and `trendPartMs`."));
        members.put("firstSeenAt", moment().description("When the first one ended, of all time."));
        members.put("lastSeenAt", moment().description("When the last one ended."));
        members.put(
                "exampleExecution",
                Schemas.uuid().description("The latest, which may have been removed since."));
        members.put(
                "state",
                Schemas.words(STATES)
                        .description("A resolved group is open again when another one fails."));
        members.put("stateChangedAt", orNull(moment()).description("Null while it never changed."));
        return Schemas.record(members)
                .description("Executions that failed, timed out or crashed in the same way.");
    }

    private static Schema failureList() {
        Map<String, Schema> members = new LinkedHashMap<>();
        members.put("asOf", moment().description("What was reported until then is counted."));
        members.put("trendFrom", moment().description("Where the first part of trends begins."));
        members.put("trendPartMs", number("How long a part of trends is."));
        members.put("items", array(ref("FailureGroup")));
        return Schemas.record(members)
                .description(
                        "Groups with failures in the range. Where a range does not begin and end at"
                                + " full quarters of an hour, executions that retention removed do not"
                                + " count in the rest at either end.");
    }

    private static Schema number(String description) {
        return whole(0L, null).description(description);
    }
}
