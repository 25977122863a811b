package dev.hindsight.logsearch;

import dev.hindsight.logsearch.LogSearchSql.Place;
import dev.hindsight.logsearch.LogSearchSql.Search;
import dev.hindsight.page.Cursor;
import dev.hindsight.page.Limit;
import dev.hindsight.page.Page;
import dev.hindsight.page.Part;
import dev.hindsight.partition.PartitionDay;
import dev.hindsight.partition.Uuid7;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import dev.hindsight.search.ExecutionScope;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Looks for lines, slice by slice. */
@ApplicationScoped
class LogSearch {

    /** Behind all ids. */
    private static final UUID END = new UUID(-1, -1);

    /** The first slice is looked at whatever is left. */
    private static final Duration LEAST = Duration.ofMillis(50);

    private final LogSearchStore store;
    private final LogSearchConfig config;

    LogSearch(LogSearchStore store, LogSearchConfig config) {
        this.store = store;
        this.config = config;
    }

    /**
     * How a page is asked for.
     *
     * @param after only lines that come later, by the cursor of the page before
     * @param fingerprint of the question, which cursors are made for
     */
    record Asked(Limit limit, @Nullable Cursor after, long fingerprint) {}

    /** A page of the lines that match, of executions that are meant. */
    Uni<Page<FoundLine>> page(ExecutionScope scope, LogQuestion question, Asked asked) {
        Cursor cursor = asked.after();
        Place after = cursor == null ? null : new Place(cursor.id(0), cursor.number(1));
        List<PartitionDay> days = scope.matchingDays();
        Way way =
                new Way(
                        new Search(scope, question, after),
                        days,
                        asked,
                        System.nanoTime() + config.timeLimit().toNanos());
        return Slice.before(after == null ? END : after.executionId(), days)
                .map(first -> way.from(first, List.of()))
                .orElseGet(() -> Uni.createFrom().item(new Page<>(List.of(), null)));
    }

    private static Cursor behind(long fingerprint, UUID executionId, long sequence) {
        return Cursor.of(fingerprint, Part.id(executionId), Part.number(sequence));
    }

    /** The way back through time. */
    private final class Way {

        private final Search search;
        private final List<PartitionDay> days;
        private final Asked asked;
        private final long deadline;

        Way(Search search, List<PartitionDay> days, Asked asked, long deadline) {
            this.search = search;
            this.days = days;
            this.asked = asked;
            this.deadline = deadline;
        }

        /** The page, of what was found so far and what a slice and those before it hold. */
        Uni<Page<FoundLine>> from(Slice slice, List<FoundLine> found) {
            int rows = asked.limit().value() + 1 - found.size();
            Duration left = Duration.ofNanos(deadline - System.nanoTime());
            Duration time = left.compareTo(LEAST) < 0 ? LEAST : left;
            return store.page(search, slice, rows, time)
                    .map(Optional::of)
                    .onFailure(LogSearch::isTooBroad)
                    .recoverWithItem(Optional.empty())
                    .chain(
                            more ->
                                    more.isEmpty()
                                            ? Uni.createFrom().item(() -> stopped(slice, found))
                                            : after(slice, both(found, more.get())));
        }

        private Uni<Page<FoundLine>> after(Slice slice, List<FoundLine> found) {
            if (found.size() > asked.limit().value()) {
                return Uni.createFrom()
                        .item(
                                Page.of(
                                        found,
                                        asked.limit(),
                                        last ->
                                                behind(
                                                        asked.fingerprint(),
                                                        last.executionId(),
                                                        last.line().sequence())));
            }
            Slice next = slice.before(days).orElse(null);
            if (next == null) {
                return Uni.createFrom().item(new Page<>(found, null));
            }
            return System.nanoTime() < deadline
                    ? from(next, found)
                    : Uni.createFrom().item(() -> stopped(next, found));
        }

        /** What there is when the time is up. */
        private Page<FoundLine> stopped(Slice slice, List<FoundLine> found) {
            if (found.isEmpty()) {
                throw tooBroad(Uuid7.timeOf(slice.ceiling()));
            }
            return new Page<>(found, behind(asked.fingerprint(), slice.ceiling(), 0).encode());
        }
    }

    private static List<FoundLine> both(List<FoundLine> some, List<FoundLine> others) {
        List<FoundLine> both = new ArrayList<>(some);
        both.addAll(others);
        return both;
    }

    private static boolean isTooBroad(Throwable failure) {
        return failure instanceof ProblemException problem
                && problem.type() == ProblemType.QUERY_TOO_BROAD;
    }

    private static ProblemException tooBroad(Instant reached) {
        return new ProblemException(
                ProblemType.QUERY_TOO_BROAD,
                "Nothing was found back to %s, and then the time was up. Narrow the search: a workflowId, or a range of startedAfter and startedBefore, helps most."
                        .formatted(reached.truncatedTo(ChronoUnit.MILLIS)));
    }
}
