package dev.hindsight.sweep;

import dev.hindsight.retention.Assessment;
import dev.hindsight.retention.Due;
import dev.hindsight.retention.Judge;
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

    /** A part of a sweep: what is due in one way, in one namespace of a day. */
    record Turn(SweepRun run, Look look, Judge.Batch batch) {

        static Turn of(SweepRun run, Look look, int namespaceId, Due due) {
            return new Turn(
                    run, look, new Judge.Batch(run.plan(), look.day().day(), namespaceId, due));
        }

        /** What is noted when it was done of so many executions by a policy. */
        SweepStore.Tally tally(String policy, int count) {
            return new SweepStore.Tally(
                    new Assessment.Key(batch.namespaceId(), policy),
                    batch.due(),
                    count,
                    look.bytes().share(batch.due(), count));
        }
    }

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
