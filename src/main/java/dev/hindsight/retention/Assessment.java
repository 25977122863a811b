package dev.hindsight.retention;

import dev.hindsight.policy.RetentionPolicy;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What was found of some days.
 *
 * @param counts of the executions, by all that tells them apart
 * @param unexpired executions that still have payloads of their own
 * @param unarchived executions of which more than the narrow row may be there
 * @param isComplete whether all rows were judged: a namespace that was made after the plan may have
 *     rows in any day
 */
public record Assessment(List<Count> counts, long unexpired, long unarchived, boolean isComplete) {

    public Assessment {
        counts = List.copyOf(counts);
    }

    /** What a policy of a namespace is told by. */
    public record Key(int namespaceId, String policy) implements Comparable<Key> {

        private static final Comparator<Key> ORDER =
                Comparator.comparingInt(Key::namespaceId).thenComparing(Key::policy);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    /**
     * Executions of which the same is due.
     *
     * @param policy that decides on them, if one does
     * @param verdict 0 they stay, 1 they are removed, 2 they are archived
     */
    record Count(
            int namespaceId,
            @Nullable RetentionPolicy policy,
            int verdict,
            boolean payloads,
            boolean logs,
            boolean snapshots,
            long rows) {

        boolean is(Due due) {
            return switch (due) {
                case REMOVAL -> verdict == 1;
                case ARCHIVING -> verdict == 2;
                case PAYLOADS -> verdict == 0 && payloads;
                case LOGS -> verdict == 0 && logs;
                case SNAPSHOTS -> verdict == 0 && snapshots;
            };
        }

        Key key() {
            return new Key(namespaceId, policy == null ? "" : policy.name());
        }
    }

    /** All executions of the days. */
    public long total() {
        return counts.stream().mapToLong(Count::rows).sum();
    }

    /** The executions of which something is due. */
    public long count(Due due) {
        return counts.stream().filter(it -> it.is(due)).mapToLong(Count::rows).sum();
    }

    /** Those of a namespace. */
    public long count(Due due, int namespaceId) {
        return counts.stream()
                .filter(it -> it.is(due) && it.namespaceId() == namespaceId)
                .mapToLong(Count::rows)
                .sum();
    }

    /** All of them, by namespace and policy. */
    public Map<Key, Long> byPolicy(Due due) {
        return counts.stream()
                .filter(it -> it.is(due))
                .collect(
                        Collectors.groupingBy(
                                Count::key, TreeMap::new, Collectors.summingLong(Count::rows)));
    }

    /** The namespaces of which something is due. */
    public SortedSet<Integer> namespaces(Due due) {
        return counts.stream()
                .filter(it -> it.is(due))
                .map(Count::namespaceId)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The policy that removes most of them. */
    public String mainPolicy() {
        return byPolicy(Due.REMOVAL).entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(it -> it.getKey().policy())
                .orElse(RetentionPolicy.DEFAULT_NAME);
    }
}
