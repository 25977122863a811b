package dev.hindsight.schema;

import static dev.hindsight.schema.Schemas.array;
import static dev.hindsight.schema.Schemas.orNull;
import static dev.hindsight.schema.Schemas.ref;
import static dev.hindsight.schema.Schemas.text;
import static dev.hindsight.schema.Schemas.whole;

import dev.hindsight.step.StepStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.models.media.Schema;

/** Two executions compared. */
public final class ComparisonSchemas {

    private ComparisonSchemas() {}

    /** All of them, by name. */
    public static Map<String, Schema> all() {
        Map<String, Schema> all = new LinkedHashMap<>();
        all.put("Comparison", comparison());
        all.put("StepComparison", step());
        all.put("Change", change());
        return all;
    }

    private static Schema comparison() {
        Map<String, Schema> members = new LinkedHashMap<>();
        members.put("left", ref("ExecutionItem"));
        members.put("right", ref("ExecutionItem"));
        members.put("changes", changes());
        members.put("steps", array(ref("StepComparison")));
        return truncatable(Schemas.record(members))
                .description("What is different between two executions, and step by step.");
    }

    private static Schema step() {
        Map<String, Schema> members = new LinkedHashMap<>();
        members.put(
                "key", text().description("Of the left step; of the right one if it is alone."));
        members.put("kind", Schemas.words(List.of("same", "changed", "only_left", "only_right")));
        members.put(
                "status",
                sides(
                        Schemas.words(
                                Stream.of(StepStatus.values()).map(StepStatus::word).toList()),
                        Schemas.words(
                                Stream.of(StepStatus.values()).map(StepStatus::word).toList())));
        members.put("durationMs", sides(whole(0L, null), whole(0L, null)));
        members.put("changes", changes());
        return truncatable(Schemas.record(members))
                .description("Two steps, of each the newest attempt, or one without a partner.");
    }

    private static Schema changes() {
        return array(ref("Change"))
                .description(
                        "How it went first: status, error; then what was run, input, output, metadata,"
                                + " labels; where it ran last. Within a payload in the order of its"
                                + " members as stored.");
    }

    private static Schema sides(Schema left, Schema right) {
        Map<String, Schema> members = new LinkedHashMap<>();
        members.put("left", orNull(left));
        members.put("right", orNull(right));
        return Schemas.record(members);
    }

    private static Schema change() {
        Map<String, Schema> pointer = new LinkedHashMap<>();
        pointer.put("pointer", text().description("RFC 6901, into the record"));
        Schema change = Schemas.record(pointer);
        change.addProperty("left", shown());
        change.addProperty("right", shown());
        return change.description("A difference.");
    }

    private static Schema shown() {
        return Schemas.any()
                .description(
                        "The value; left out where there is none. A long one is shown as"
                                + " `{\"$truncated\": true, \"bytes\": n, \"preview\": \"…\"}`.");
    }

    private static Schema truncatable(Schema record) {
        record.addProperty(
                "truncated",
                Schemas.bool()
                        .description(
                                "There are more changes, or some values were too large to be looked"
                                        + " into; left out otherwise."));
        return record;
    }
}
