package dev.hindsight.failure;

import dev.hindsight.fold.Delta;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of one group when deltas are added up, execution by execution: what an execution did in
 * between leaves no trace, and one that leaves and comes back is no new failure.
 */
final class GroupChange {

    private final Map<UUID, Course> courses = new LinkedHashMap<>();

    /**
     * How an execution stands to the group.
     *
     * @param before its failure, if it was in the group
     * @param after its failure, if it is in the group now
     */
    private record Course(Delta.@Nullable Failure before, Delta.@Nullable Failure after) {

        boolean isNew() {
            return before == null && after != null;
        }

        boolean hasLeft() {
            return before != null && after == null;
        }
    }

    /** Takes note of a delta; in their order. */
    void add(Delta.Failure failure, boolean isAdded) {
        Course former = courses.get(failure.executionId());
        Delta.@Nullable Failure before =
                former != null ? former.before() : isAdded ? null : failure;
        courses.put(failure.executionId(), new Course(before, isAdded ? failure : null));
    }

    /**
     * The group as it is then.
     *
     * @param old as it was; {@code null} if it was not there
     * @param isAll whether nothing else waits to be added up
     * @return {@code null} if it was not there, and is not now
     */
    @Nullable FailureGroup applyTo(
            FailureGroup.Key key, @Nullable FailureGroup old, Instant now, boolean isAll) {
        FailureGroup group = old;
        for (Course course : courses.values()) {
            if (group != null && course.before() != null) {
                group = group.minus(course.before());
            }
        }
        for (Course course : courses.values()) {
            if (course.after() != null) {
                group =
                        group == null
                                ? FailureGroup.of(key, course.after())
                                : group.plus(course.after());
            }
        }
        return group == null ? null : decide(group, now, isAll);
    }

    private FailureGroup decide(FailureGroup group, Instant now, boolean isAll) {
        if (group.state() != FailureState.RESOLVED) {
            return group.leaving(List.of());
        }
        if (failsAgain(group.leaving())) {
            return group.in(FailureState.OPEN, now);
        }
        return group.leaving(isAll ? List.of() : leaving(group.leaving()));
    }

    private boolean failsAgain(List<UUID> known) {
        return courses.entrySet().stream()
                .anyMatch(it -> it.getValue().isNew() && !known.contains(it.getKey()));
    }

    private List<UUID> leaving(List<UUID> known) {
        List<UUID> leaving = new ArrayList<>(known);
        courses.forEach(
                (id, course) -> {
                    if (course.hasLeft()) {
                        leaving.add(id);
                    }
                });
        return leaving;
    }
}
