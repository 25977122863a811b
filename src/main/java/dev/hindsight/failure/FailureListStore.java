package dev.hindsight.failure;

import static dev.hindsight.db.Args.column;
import static dev.hindsight.failure.ListedFailure.written;
import static java.util.Objects.requireNonNull;

import dev.hindsight.analytics.Cover;
import dev.hindsight.db.Args;
import dev.hindsight.db.Database;
import dev.hindsight.db.RowCursor;
import dev.hindsight.failure.FailureLister.AtEdge;
import dev.hindsight.fold.Grain;
import dev.hindsight.partition.DayRange;
import dev.hindsight.reader.Reader;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Groups and sums of failures, as they are told. */
@ApplicationScoped
class FailureListStore {

    /** Before and behind all moments that executions can start at. */
    private static final OffsetDateTime FIRST =
            OffsetDateTime.of(0, 12, 31, 0, 0, 0, 0, ZoneOffset.UTC);

    private static final OffsetDateTime LAST =
            OffsetDateTime.of(10_000, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);

    private final Reader reader;

    FailureListStore(Reader reader) {
        this.reader = reader;
    }

    /** Groups by what there ever was of them. */
    Uni<List<ListedFailure>> list(FailureQuestion question) {
        return reader.ask(
                        question.isByCount() ? FailureSql.MOST : FailureSql.LATEST,
                        Args.of(question.namespaceId(), states(question), question.limit()).tuple())
                .map(FailureListStore::listed);
    }

    /** The group of an execution's failure. */
    Uni<Optional<ListedFailure>> ofExecution(int namespaceId, UUID executionId) {
        return reader.ask(
                        DayRange.of(executionId).in(FailureSql.OF_EXECUTION),
                        Args.of(namespaceId, executionId).tuple())
                .map(rows -> listed(rows).stream().findFirst());
    }

    /** Groups by what there is of them in a range. */
    Uni<List<ListedFailure>> list(FailureQuestion question, Cover cover, List<AtEdge> edges) {
        List<Cover.Span> spans = cover.spans();
        Args args =
                Args.of(question.namespaceId(), states(question))
                        .add(column(spans, Short[]::new, it -> (short) it.grain().code()))
                        .add(column(spans, OffsetDateTime[]::new, it -> or(it.start(), FIRST)))
                        .add(column(spans, OffsetDateTime[]::new, it -> or(it.end(), LAST)))
                        .add(column(edges, String[]::new, AtEdge::fingerprint))
                        .add(column(edges, Long[]::new, AtEdge::count))
                        .add(question.isByCount())
                        .add(question.limit());
        return (question.workflows().isEmpty()
                        ? reader.ask(FailureSql.IN_RANGE, args.tuple())
                        : reader.ask(
                                FailureSql.IN_RANGE_OF_WORKFLOWS,
                                args.add(workflows(question)).tuple()))
                .map(FailureListStore::listed);
    }

    private static Short[] states(FailureQuestion question) {
        return column(question.states(), Short[]::new, FailureState::code);
    }

    private static String @Nullable [] workflows(FailureQuestion question) {
        return question.workflows().isEmpty() ? null : question.workflows().toArray(String[]::new);
    }

    private static OffsetDateTime or(@Nullable Instant moment, OffsetDateTime otherwise) {
        return moment == null ? otherwise : moment.atOffset(ZoneOffset.UTC);
    }

    private static List<ListedFailure> listed(RowSet<Row> rows) {
        List<ListedFailure> listed = new ArrayList<>(rows.size());
        for (Row row : rows) {
            RowCursor next = new RowCursor(row);
            long count = requireNonNull(next.bigint());
            String fingerprint = requireNonNull(next.text());
            String firstSeenAt = requireNonNull(written(next.moment()));
            String lastSeenAt = requireNonNull(written(next.moment()));
            FailureGroup.Latest latest =
                    new FailureGroup.Latest(
                            requireNonNull(next.uuid()), next.text(), next.text(), next.text());
            listed.add(
                    new ListedFailure(
                            fingerprint,
                            latest.message(),
                            latest.errorType(),
                            latest.failedNode(),
                            count,
                            List.of(),
                            firstSeenAt,
                            lastSeenAt,
                            latest.executionId(),
                            FailureState.ofCode(requireNonNull(next.integer())).word(),
                            written(next.moment())));
        }
        return listed;
    }

    /** Failures of executions that started within pieces of time. */
    Uni<List<AtEdge>> atEdges(FailureQuestion question, List<Cover.Edge> edges, DayRange days) {
        Args args =
                Args.of(question.namespaceId())
                        .add(column(edges, OffsetDateTime[]::new, it -> or(it.start(), FIRST)))
                        .add(column(edges, OffsetDateTime[]::new, it -> or(it.end(), LAST)))
                        .add(workflows(question));
        return reader.ask(days.in(FailureSql.AT_EDGES), args.tuple())
                .map(
                        rows -> {
                            List<AtEdge> found = new ArrayList<>(rows.size());
                            for (Row row : rows) {
                                RowCursor next = new RowCursor(row);
                                int edge = (int) (requireNonNull(next.bigint()) - 1);
                                found.add(
                                        new AtEdge(
                                                Grain.QUARTER.floor(edges.get(edge).start()),
                                                requireNonNull(next.text()),
                                                requireNonNull(next.bigint())));
                            }
                            return found;
                        });
    }

    /** How many there were of each group in each part of a range, as far as that is summed up. */
    Uni<Map<String, long[]>> trends(
            FailureQuestion question, FailureTrend trend, List<String> fingerprints) {
        Args args =
                Args.of(question.namespaceId(), fingerprints.toArray(String[]::new))
                        .add(or(trend.start(), FIRST))
                        .add(trend.part().toSeconds())
                        .add(or(trend.first(), FIRST))
                        .add(or(trend.last(), LAST))
                        .add(workflows(question));
        return reader.ask(FailureSql.TREND, args.tuple())
                .map(
                        rows -> {
                            Map<String, long[]> trends = new HashMap<>();
                            for (Row row : rows) {
                                RowCursor next = new RowCursor(row);
                                long[] parts =
                                        trends.computeIfAbsent(
                                                requireNonNull(next.text()),
                                                it -> new long[FailureTrend.PARTS]);
                                parts[requireNonNull(next.integer())] =
                                        requireNonNull(next.bigint());
                            }
                            return trends;
                        });
    }

    /** Decides about a group; tells it, if there is one. */
    Uni<Optional<ListedFailure>> decide(
            SqlClient client,
            int namespaceId,
            String fingerprint,
            FailureState state,
            OffsetDateTime now) {
        return Database.run(
                        client,
                        FailureSql.DECIDE,
                        Args.of(namespaceId, fingerprint, state.code(), now).tuple())
                .map(rows -> listed(rows).stream().findFirst());
    }
}
