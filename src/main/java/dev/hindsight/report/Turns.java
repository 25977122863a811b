package dev.hindsight.report;

import dev.hindsight.step.StepReport;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How often a batch of reports must merge: what is about the same thing is merged one after the other,
 * a statement each.
 */
final class Turns {

    /** From how many on others should not have to wait for them. */
    private static final int MANY = 32;

    private Turns() {}

    /** Whether an execution, or within one report an attempt of a step, is reported that often. */
    static boolean areMany(List<Report> reports) {
        return areMany(reports, Report::name)
                || reports.stream().anyMatch(it -> areMany(it.steps(), StepReport::about));
    }

    private static <T> boolean areMany(Collection<T> reports, Function<T, @Nullable Object> about) {
        if (reports.size() < MANY) {
            return false;
        }
        Map<Object, Integer> turns = new HashMap<>();
        for (T report : reports) {
            Object thing = about.apply(report);
            if (thing != null && turns.merge(thing, 1, Integer::sum) == MANY) {
                return true;
            }
        }
        return false;
    }
}
