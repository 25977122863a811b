package dev.hindsight.wfformat;

import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import dev.hindsight.problem.Violation;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * When each task began. WfFormat tells it of few tasks; the others are taken to have begun when the
 * last of their parents ended, or with the execution. That is the earliest they can have begun:
 * what they waited for a machine is not known. A task that did not run takes no time.
 */
final class WfFormatTimeline {

    /** The last year that can be stored. */
    static final int MAX_YEAR = 9999;

    private final Map<String, WfFormatTask> tasks;
    private final WfFormatGraph graph;
    private final OffsetDateTime begin;
    private final Map<String, OffsetDateTime> starts = new HashMap<>();

    /** Tasks that wait for the parents that are being looked at, the last one first. */
    private final Deque<Visit> path = new ArrayDeque<>();

    private final Set<String> onPath = new HashSet<>();

    private WfFormatTimeline(WfFormatDocument document, WfFormatGraph graph) {
        this.tasks = document.tasks();
        this.graph = graph;
        this.begin = document.startedAt();
    }

    /**
     * The start of every task, by its id.
     *
     * @throws ProblemException {@code invalid-request} when tasks depend on
     *     each other in a circle, or the time would run behind the year 9999
     */
    static Map<String, OffsetDateTime> starts(WfFormatDocument document, WfFormatGraph graph) {
        WfFormatTimeline timeline = new WfFormatTimeline(document, graph);
        document.inOrder().forEach(timeline::visit);
        return timeline.starts;
    }

    /** Walks up from a task without recursion: a chain may be as long as a file has tasks. */
    private void visit(WfFormatTask first) {
        if (!starts.containsKey(first.id())) {
            enter(first);
        }
        while (!path.isEmpty()) {
            Visit visit = path.element();
            if (visit.parents.hasNext()) {
                WfFormatTask parent = tasks.get(visit.parents.next());
                if (parent != null) {
                    await(visit, parent);
                }
            } else {
                leave(visit);
            }
        }
    }

    private void await(Visit visit, WfFormatTask parent) {
        if (onPath.contains(parent.id())) {
            throw fault(parent, "The task \"" + parent.id() + "\" waits, in the end, for itself.");
        }
        OffsetDateTime start = starts.get(parent.id());
        if (start == null) {
            enter(parent);
        } else {
            visit.await(start.plus(parent.durationMs(), ChronoUnit.MILLIS));
        }
    }

    private void enter(WfFormatTask task) {
        onPath.add(task.id());
        path.push(new Visit(task, graph.parents(task.id()).iterator()));
    }

    private void leave(Visit visit) {
        path.pop();
        WfFormatTask task = visit.task;
        onPath.remove(task.id());
        OffsetDateTime told = task.executed() == null ? null : task.executed().startedAt();
        OffsetDateTime start = told != null ? told : visit.latest == null ? begin : visit.latest;
        OffsetDateTime end = start.plus(task.durationMs(), ChronoUnit.MILLIS);
        if (end.getYear() > MAX_YEAR) {
            throw fault(task, "It would end behind the year " + MAX_YEAR + ".");
        }
        starts.put(task.id(), start);
        if (!path.isEmpty()) {
            path.element().await(end);
        }
    }

    private static ProblemException fault(WfFormatTask task, String detail) {
        return new ProblemException(
                ProblemType.INVALID_REQUEST,
                detail,
                List.of(new Violation(task.pointer(), detail)));
    }

    /** A task whose parents are being looked at. */
    private static final class Visit {
        final WfFormatTask task;
        final Iterator<String> parents;
        @Nullable OffsetDateTime latest;

        Visit(WfFormatTask task, Iterator<String> parents) {
            this.task = task;
            this.parents = parents;
        }

        void await(OffsetDateTime end) {
            if (latest == null || end.isAfter(latest)) {
                latest = end;
            }
        }
    }
}
