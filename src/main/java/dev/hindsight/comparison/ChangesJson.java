package dev.hindsight.comparison;

import dev.hindsight.comparison.Changes.Change;
import dev.hindsight.field.JsonText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Changes, and steps with theirs, as the contract writes them. */
final class ChangesJson {

    private ChangesJson() {}

    /** Appends an array of the changes of one record. */
    static void write(StringBuilder json, List<Change> changes) {
        String between = "[";
        for (Change change : RecordFields.inOrder(changes)) {
            json.append(between).append("{\"pointer\":").append(JsonText.quote(change.pointer()));
            if (change.left() != null) {
                json.append(",\"left\":").append(change.left());
            }
            if (change.right() != null) {
                json.append(",\"right\":").append(change.right());
            }
            json.append('}');
            between = ",";
        }
        json.append(changes.isEmpty() ? "[]" : "]");
    }

    /** Appends a step. */
    static void write(StringBuilder json, Pair pair, Changes changes) {
        Visit left = pair.left();
        Visit right = pair.right();
        json.append("{\"key\":")
                .append(JsonText.quote(pair.key()))
                .append(",\"kind\":\"")
                .append(kind(pair, changes))
                .append("\",\"status\":{\"left\":")
                .append(left == null ? null : JsonText.quote(left.status().word()))
                .append(",\"right\":")
                .append(right == null ? null : JsonText.quote(right.status().word()))
                .append("},\"durationMs\":{\"left\":")
                .append(duration(left))
                .append(",\"right\":")
                .append(duration(right))
                .append("},\"changes\":");
        write(json, changes.found());
        json.append(changes.isTruncated() ? ",\"truncated\":true}" : "}");
    }

    private static @Nullable Long duration(@Nullable Visit visit) {
        return visit == null ? null : visit.durationMs();
    }

    private static String kind(Pair pair, Changes changes) {
        if (pair.left() == null) {
            return "only_right";
        }
        if (pair.right() == null) {
            return "only_left";
        }
        return pair.hasOtherStatus() || changes.isAny() ? "changed" : "same";
    }
}
