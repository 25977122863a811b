package dev.hindsight.schema;

import dev.hindsight.page.Limit;
import dev.hindsight.page.Offset;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;

/** What parameters take that are read by hand, or have a type of our own. */
public final class ParameterSchemas {

    private record Said(Schema schema, String description) {}

    private ParameterSchemas() {}

    /** Completes a parameter that is known here by its name. */
    public static void complete(Parameter parameter) {
        Said said = all().get(parameter.getName());
        if (said == null) {
            return;
        }
        parameter.schema(said.schema());
        if (parameter.getDescription() == null) {
            parameter.description(said.description());
        }
    }

    private static Map<String, Said> all() {
        return Map.ofEntries(
                said(
                        "limit",
                        bounded(1, Limit.MAX).defaultValue(Limit.DEFAULT.value()),
                        "Most items of a page"),
                said(
                        "offset",
                        bounded(0, Offset.MAX).defaultValue(0),
                        "Items to pass over; further in, use the cursor"),
                said(
                        "cursor",
                        Schemas.text().maxLength(4_096),
                        "Where the page begins: nextCursor of the one before"),
                said("execution", Schemas.text(1, 260), "Its id, or `ext:` and its external id"),
                said(
                        "other",
                        Schemas.text(1, 260),
                        "Its id, or `ext:` and its external id, or `last-success`"),
                said("key", Schemas.text(1, 255), "The key of the step"),
                said("node", Schemas.text(1, 255), "The node that made the artifact"),
                said("snapshot", Schemas.text(1, 36), "Its id, or `latest`"),
                said("kind", Schemas.words(List.of("active", "pending")), "Which state"),
                said("before", Schemas.text(), "Exclusive"),
                said("after", Schemas.text(), "Exclusive"),
                said(
                        "hash",
                        Schemas.text(),
                        "`sha256:` and 64 hex digits: dagHash of an execution"),
                said("attempt", bounded(1, Integer.MAX_VALUE), "The newest unless given"),
                said("tail", bounded(1, Limit.MAX), "The last so many lines"),
                said("afterSequence", Schemas.whole(-1L, null), "Exclusive"),
                said("beforeSequence", Schemas.whole(0L, null), "Exclusive"),
                said("minDurationMs", Schemas.whole(0L, null), "Inclusive"),
                said("maxDurationMs", Schemas.whole(0L, null), "Inclusive"),
                said("by", Schemas.words(List.of("workflow")), "By table unless given"),
                said("pinned", Schemas.bool(), "Whether they are pinned"),
                said("archived", Schemas.bool(), "Whether they are archived"),
                said(
                        "force",
                        Schemas.bool().defaultValue(false),
                        "Overrides the order of statuses"),
                said("purge", Schemas.bool().defaultValue(false), "Removes all rows at once"),
                said(
                        "deleted",
                        Schemas.words(List.of("false", "true", "any")).defaultValue("false"),
                        "Whether soft-deleted ones are shown"),
                said(
                        "minLevel",
                        Schemas.words(List.of("trace", "debug", "info", "warn", "error")),
                        "This level or above"),
                said(
                        "If-Match",
                        Schemas.text().pattern("^(\"\\d{1,9}\"|\\*)$"),
                        "The ETag of the version that is expected"),
                said("Prefer", Schemas.text(), "`return=representation` for the full record"));
    }

    private static Map.Entry<String, Said> said(String name, Schema schema, String description) {
        return Map.entry(name, new Said(schema, description));
    }

    private static Schema bounded(long min, long max) {
        return Schemas.whole(min, max).format("int32");
    }
}
