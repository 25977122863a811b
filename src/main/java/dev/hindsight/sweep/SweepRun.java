package dev.hindsight.sweep;

import dev.hindsight.retention.Plan;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/** One sweep on its way. */
final class SweepRun {

    private final UUID id;
    private final Plan plan;
    private final Instant deadline;
    private final Clock clock;
    private final List<String> problems = new CopyOnWriteArrayList<>();
    private volatile boolean isPartial;
    private volatile boolean isArchiveAway;

    SweepRun(UUID id, Plan plan, Instant deadline, Clock clock) {
        this.id = id;
        this.plan = plan;
        this.deadline = deadline;
        this.clock = clock;
    }

    UUID id() {
        return id;
    }

    Plan plan() {
        return plan;
    }

    /** Whether its time is over; something was due still if this is asked. */
    boolean isOver() {
        if (clock.instant().isBefore(deadline)) {
            return false;
        }
        isPartial = true;
        return true;
    }

    /** Notes what was due and could not be done, for people. */
    void note(String problem) {
        if (!problems.contains(problem)) {
            problems.add(problem);
        }
    }

    /** Notes that nothing more can be archived, and why. */
    void archiveIsAway(String problem) {
        isArchiveAway = true;
        note(problem);
    }

    boolean isArchiveAway() {
        return isArchiveAway;
    }

    boolean isPartial() {
        return isPartial;
    }

    /** How it ends, if it does not fail. */
    SweepMeters.Outcome outcome() {
        if (!problems.isEmpty()) {
            return SweepMeters.Outcome.HINDERED;
        }
        return isPartial ? SweepMeters.Outcome.PARTIAL : SweepMeters.Outcome.COMPLETE;
    }

    List<String> problems() {
        return List.copyOf(problems);
    }
}
