package dev.hindsight.policy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of some executions, and for how long. What is {@code null} is kept without that limit.
 *
 * @param name unique in its namespace
 * @param priority from 0; the lowest that matches an execution decides
 * @param selection which executions it is about
 * @param maxAge after which an execution is removed
 * @param payloadMaxAge after which its payloads are dropped
 * @param logMaxAge after which its log is dropped
 * @param maxCount how many executions are kept, the newest; from 1
 * @param countPer over which executions {@code maxCount} counts
 * @param maxSnapshots how many snapshots of an execution are kept, the newest; from 1
 * @param archive whether rows are archived before they are removed
 * @param archiveMaxAge how long what is archived stays; {@code null}: for ever
 * @param enabled whether it decides anything
 */
public record RetentionPolicy(
        String name,
        int priority,
        Selection selection,
        @Nullable Age maxAge,
        @Nullable Age payloadMaxAge,
        @Nullable Age logMaxAge,
        @Nullable Integer maxCount,
        CountPer countPer,
        @Nullable Integer maxSnapshots,
        boolean archive,
        @Nullable Age archiveMaxAge,
        boolean enabled) {

    /** Name of the policy that every namespace has from its beginning. */
    public static final String DEFAULT_NAME = "default";

    /** The priority of policies that say nothing about it. */
    static final int DEFAULT_PRIORITY = 1_000;

    /** What applies in a namespace in which nobody has said otherwise. */
    public static final RetentionPolicy DEFAULT =
            new RetentionPolicy(
                    DEFAULT_NAME,
                    DEFAULT_PRIORITY,
                    Selection.ALL,
                    new Age("P30D"),
                    null,
                    null,
                    null,
                    CountPer.WORKFLOW,
                    null,
                    false,
                    null,
                    true);

    /** The order in which they are asked: the first that matches decides. */
    static final Comparator<RetentionPolicy> ORDER_OF_DECISION =
            Comparator.comparingInt(RetentionPolicy::priority)
                    .thenComparing(it -> it.name().equals(DEFAULT_NAME))
                    .thenComparing(RetentionPolicy::name);

    /**
     * Policies as they would be with another one: in the place of the one of its name, or, if none has
     * it, before all of the same priority.
     *
     * @param stored in the order of decision
     */
    public static List<RetentionPolicy> with(List<RetentionPolicy> stored, RetentionPolicy added) {
        List<RetentionPolicy> all = new ArrayList<>(stored);
        boolean isThere = all.removeIf(it -> it.name().equals(added.name()));
        int place = 0;
        while (place < all.size() && isBefore(all.get(place), added, isThere)) {
            place++;
        }
        all.add(place, added);
        return List.copyOf(all);
    }

    private static boolean isBefore(
            RetentionPolicy stored, RetentionPolicy added, boolean isThere) {
        return isThere
                ? ORDER_OF_DECISION.compare(stored, added) < 0
                : stored.priority() < added.priority();
    }
}
