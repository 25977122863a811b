package dev.hindsight.retention;

import dev.hindsight.partition.PartitionDay;
import dev.hindsight.policy.Age;
import dev.hindsight.policy.RetentionPolicy;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is due, by the policies as they stood at a moment.
 *
 * @param now the moment
 * @param groups together they hold every namespace
 */
public record Plan(OffsetDateTime now, List<Group> groups) {

    public Plan {
        groups = List.copyOf(groups);
    }

    /** Policies, and where those of them that count cut. */
    public record Group(PolicySet set, List<Cut> cuts) {

        public Group {
            cuts = List.copyOf(cuts);
        }
    }

    /** The part of the plan that is about some namespaces; others are not in it. */
    Plan of(Set<Integer> namespaceIds) {
        return new Plan(
                now,
                groups.stream()
                        .map(group -> new Group(group.set().of(namespaceIds), group.cuts()))
                        .filter(group -> !group.set().namespaceIds().isEmpty())
                        .toList());
    }

    /** Whether it holds all of some namespaces. */
    boolean holds(Set<Integer> namespaceIds) {
        return groups.stream()
                .flatMap(group -> group.set().namespaceIds().stream())
                .collect(Collectors.toSet())
                .containsAll(namespaceIds);
    }

    /**
     * Whether anything of a day may be due. What is due ended long ago, and started before it ended, so
     * that days whose every execution started later need not be looked at; snapshots may be too many on
     * any day.
     */
    public boolean mayConcern(PartitionDay day) {
        return groups.stream().anyMatch(Plan::countsSnapshots)
                || moments().anyMatch(moment -> !moment.isBefore(day.oldestStartedAt()));
    }

    private static boolean countsSnapshots(Group group) {
        return group.set().policies().stream().anyMatch(it -> it.maxSnapshots() != null);
    }

    /** Whether all of a day's executions, were there any, would have to be gone by their age. */
    public boolean hasOutlived(PartitionDay day) {
        return groups.stream()
                .allMatch(
                        group ->
                                !group.set().policies().isEmpty()
                                        && group.set().policies().stream()
                                                .allMatch(policy -> isOver(policy, day)));
    }

    private boolean isOver(RetentionPolicy policy, PartitionDay day) {
        Age age = policy.maxAge();
        return age != null && age.before(now).isAfter(day.newestStartedAt());
    }

    /** Moments of which something before them may be due. */
    private Stream<OffsetDateTime> moments() {
        return groups.stream()
                .flatMap(
                        group ->
                                Stream.concat(
                                        group.cuts().stream().map(Cut::startedAt),
                                        group.set().policies().stream()
                                                .flatMap(Plan::ages)
                                                .map(age -> age.before(now))));
    }

    private static Stream<Age> ages(RetentionPolicy policy) {
        return Stream.of(
                        policy.maxAge(),
                        policy.payloadMaxAge(),
                        policy.logMaxAge(),
                        policy.archiveMaxAge())
                .filter(Objects::nonNull);
    }
}
