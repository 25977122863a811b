package dev.hindsight.content;

import dev.hindsight.db.Args;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What executions are looked for by that no column of theirs holds as it is.
 *
 * @param words in the error message, the workflow's name or the note; absent if none are looked for
 * @param payloads all of which must hold
 */
public record Content(@Nullable Words words, List<PayloadCondition> payloads) {

    /** Nothing is looked for. */
    public static final Content ANY = new Content(null, List.of());

    public Content {
        payloads = List.copyOf(payloads);
    }

    /** Whether nothing is looked for. */
    public boolean isAny() {
        return words == null && payloads.isEmpty();
    }

    /**
     * Conditions on {@code e}, an execution of namespace {@code $1}.
     *
     * @param days a condition on the column {@code p.execution_id} that names the days which can match
     */
    public List<String> conditions(Args args, String days) {
        List<String> conditions = new ArrayList<>();
        if (words != null) {
            conditions.addAll(ContentSql.ofExecution(args, words));
        }
        for (PayloadCondition test : payloads) {
            conditions.add(ContentSql.ofPayload(args, test, days));
        }
        return conditions;
    }
}
