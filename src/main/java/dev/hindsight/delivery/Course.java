package dev.hindsight.delivery;

import dev.hindsight.change.Change;
import dev.hindsight.execution.ExecutionStatus;
import dev.hindsight.execution.ExecutionSummary;
import dev.hindsight.field.JsonText;
import dev.hindsight.field.Moments;
import dev.hindsight.subscription.Bulletin;
import dev.hindsight.subscription.Event;
import dev.hindsight.subscription.Traits;
import dev.hindsight.watch.Breach;
import dev.hindsight.watch.WatchStore;
import dev.hindsight.webhook.EventKind;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What became of an execution, event by event: the changes say where it was, and its state where it came
 * to. Other than on the live channel, nothing that happened is passed over for what happened after; only
 * of updates that follow each other the last one is told.
 */
final class Course {

    private final WatchStore.Found found;
    private final String item;
    private final List<Happening> happenings = new ArrayList<>();
    private ExecutionStatus status;
    private boolean deleted;

    private Course(WatchStore.Found found, String item) {
        this.found = found;
        this.item = item;
        this.status = found.summary().status();
        this.deleted = found.summary().deletedAt() != null;
    }

    /**
     * An event.
     *
     * @param id follows from what happened
     * @param order of two of one execution the earlier has the lesser
     * @param xid transaction that made the change; {@code null} if that is not known any more
     * @param traits what filters are asked about; {@code null} for what is of no execution's state
     * @param workflowId which others are not told of; {@code null} for what everybody is told
     * @param unlessTold beginning of the ids of those of which one will do: of an execution one of its
     *     kind, of a version any; {@code null}: none will
     * @param body what is sent
     */
    record Happening(
            String id,
            EventKind kind,
            long order,
            @Nullable Long xid,
            OffsetDateTime at,
            @Nullable UUID executionId,
            @Nullable Traits traits,
            @Nullable String workflowId,
            @Nullable String unlessTold,
            String body) {}

    /**
     * What happened to an execution that is still there.
     *
     * @param changes all of a while, in their order, of its fields
     * @param item the execution as a list item, JSON text
     */
    static List<Happening> of(List<Change> changes, WatchStore.Found found, String item) {
        Course course = new Course(found, item);
        for (int i = changes.size() - 1; i >= 0; i--) {
            course.before(changes.get(i));
        }
        Collections.reverse(course.happenings);
        return course.happenings;
    }

    /** Goes back behind a change. */
    private void before(Change change) {
        switch (change.kind()) {
            case EXECUTION_DELETED -> {
                // Filters that pass over what is deleted are to hear that it is.
                deleted = false;
                add(EventKind.EXECUTION_DELETED, change);
            }
            case EXECUTION_RESTORED -> {
                add(EventKind.EXECUTION_RESTORED, change);
                deleted = true;
            }
            case EXECUTION_CREATED -> {
                if (isEnd(status)) {
                    add(EventKind.ofEnd(status.word()), change);
                }
                add(beginning(change.asksForReplay()), change);
            }
            default -> update(change);
        }
    }

    private static EventKind beginning(boolean asksForReplay) {
        return asksForReplay ? EventKind.EXECUTION_REPLAY_REQUESTED : EventKind.EXECUTION_CREATED;
    }

    private void update(Change change) {
        String prev = change.prev();
        ExecutionStatus was =
                prev != null && Traits.tree(prev).hasNonNull("status")
                        ? ExecutionStatus.ofCode(Traits.tree(prev).get("status").intValue())
                        : null;
        if (was != null && isEnd(status)) {
            add(EventKind.ofEnd(status.word()), change);
        } else if (!isFollowedByUpdate()) {
            add(EventKind.EXECUTION_UPDATED, change);
        }
        status = was == null ? status : was;
    }

    private boolean isFollowedByUpdate() {
        return !happenings.isEmpty()
                && happenings.get(happenings.size() - 1).kind() == EventKind.EXECUTION_UPDATED;
    }

    private void add(EventKind kind, Change change) {
        happenings.add(
                new Happening(
                        id(found.summary().id(), kind, change.version()),
                        kind,
                        change.id(),
                        change.xid(),
                        change.at(),
                        found.summary().id(),
                        found.traits().deleted(deleted),
                        null,
                        null,
                        body(kind, change.at(), event(kind, change.at()))));
    }

    /**
     * What can be told of an execution where nobody knows how it came to that: rather an update that was
     * none than none that was.
     *
     * @param since when it was known last
     */
    static List<Happening> asItStands(WatchStore.Found found, String item, OffsetDateTime since) {
        Course course = new Course(found, item);
        ExecutionSummary it = found.summary();
        if (!it.createdAt().isBefore(since)) {
            // Perhaps nobody asked for it, and an engine reported a replay of its own as pending;
            // that
            // one is asked for in vain is better than that one is never run.
            boolean waits = it.status() == ExecutionStatus.PENDING && it.replayOf() != null;
            course.stands(beginning(waits), it.createdAt(), null);
        }
        String id = it.id().toString();
        if (isEnd(it.status())) {
            course.stands(EventKind.ofEnd(it.status().word()), it.updatedAt(), id);
        }
        if (it.version() > 1) {
            course.stands(EventKind.EXECUTION_UPDATED, it.updatedAt(), id + "." + it.version());
        }
        if (it.deletedAt() != null) {
            course.stands(EventKind.EXECUTION_DELETED, it.deletedAt(), id);
        }
        return course.happenings;
    }

    private void stands(EventKind kind, OffsetDateTime at, @Nullable String unlessTold) {
        happenings.add(
                new Happening(
                        id(found.summary().id(), kind, found.summary().version()),
                        kind,
                        happenings.size(),
                        null,
                        at,
                        found.summary().id(),
                        found.traits().deleted(false),
                        null,
                        unlessTold,
                        body(kind, at, event(kind, at))));
    }

    /** What happened to many executions, or to none. */
    static Happening bulletin(EventKind kind, Change change) {
        UUID id = change.executionId();
        return new Happening(
                "%s.%d.%d".formatted(kind.word(), change.xid(), change.id()),
                kind,
                change.id(),
                change.xid(),
                change.at(),
                id.equals(Bulletin.NOBODY) ? null : id,
                null,
                kind == EventKind.SLA_BREACHED ? Breach.workflowOf(change) : null,
                null,
                body(kind, change.at(), Bulletin.of(kind.word(), change).json()));
    }

    private String event(EventKind kind, OffsetDateTime at) {
        return Event.of(
                        kind.word(),
                        Event.About.execution(found.summary().id()),
                        found.summary().version(),
                        at,
                        "",
                        item,
                        false)
                .json();
    }

    /** An execution comes into being once, and of whichever version it is by now. */
    private static String id(UUID execution, EventKind kind, int version) {
        return kind == EventKind.EXECUTION_CREATED || kind == EventKind.EXECUTION_REPLAY_REQUESTED
                ? execution + "." + kind.word()
                : execution + "." + version + "." + kind.word();
    }

    private static String body(EventKind kind, OffsetDateTime at, String event) {
        return "{\"type\":%s,\"timestamp\":%s,\"data\":%s}"
                .formatted(JsonText.quote(kind.word()), JsonText.quote(Moments.write(at)), event);
    }

    private static boolean isEnd(ExecutionStatus status) {
        return status.isTerminal() || status == ExecutionStatus.CRASHED;
    }
}
