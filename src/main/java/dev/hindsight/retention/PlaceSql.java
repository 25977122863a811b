package dev.hindsight.retention;

import dev.hindsight.db.Args;
import dev.hindsight.execution.ExecutionStatus;
import dev.hindsight.field.JsonText;
import dev.hindsight.policy.RetentionPolicy;
import dev.hindsight.policy.Selection;
import java.util.ArrayList;
import java.util.List;

/** Writes which of some policies decides on an execution. */
final class PlaceSql {

    /** The place of the first policy that matches the execution {@code e}, from 1; null if none does. */
    static String of(List<RetentionPolicy> policies, Args args) {
        if (policies.isEmpty()) {
            return "NULL::integer";
        }
        StringBuilder places = new StringBuilder("CASE");
        for (int i = 0; i < policies.size(); i++) {
            places.append(" WHEN ").append(matches(policies.get(i).selection(), args));
            places.append(" THEN ").append(i + 1);
        }
        return places.append(" END").toString();
    }

    private static String matches(Selection selection, Args args) {
        List<String> all = new ArrayList<>();
        if (!selection.workflowIds().isEmpty()) {
            all.add(
                    "e.workflow_id = ANY(%s::text[])"
                            .formatted(args.bind(selection.workflowIds().toArray(String[]::new))));
        }
        if (!selection.statuses().isEmpty()) {
            Short[] codes =
                    selection.statuses().stream().map(ExecutionStatus::code).toArray(Short[]::new);
            all.add("e.status = ANY(%s::smallint[])".formatted(args.bind(codes)));
        }
        if (!selection.labels().isEmpty()) {
            String labels = JsonText.ofMap(selection.labels());
            all.add("e.labels @> %s::text::jsonb".formatted(args.bind(labels)));
        }
        return all.isEmpty() ? "true" : String.join(" AND ", all);
    }

    private PlaceSql() {}
}
