package dev.hindsight.log;

import static dev.hindsight.db.Args.column;

import dev.hindsight.db.Args;
import dev.hindsight.db.Database;
import dev.hindsight.db.RowCursor;
import dev.hindsight.execution.Stored;
import dev.hindsight.partition.DayRange;
import dev.hindsight.payload.Notices;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows of log lines. Writes join the caller's transaction. */
@ApplicationScoped
class LogStore {

    private final LogConfig config;

    LogStore(LogConfig config) {
        this.config = config;
    }

    /** A line on its way. */
    record Bound(UUID executionId, LogReport report) {}

    /** A sequence of an execution. */
    record Place(UUID executionId, long sequence) {}

    /**
     * Stores lines under their own sequences; tells, by their positions from 0, of which that was
     * free: true for those stored, false for those dropped since the log is full.
     */
    Uni<Map<Integer, Boolean>> store(
            SqlClient client, int namespaceId, OffsetDateTime now, List<Bound> lines) {
        return capped(
                client, days(lines).in(LogSql.STORE), now, arguments(namespaceId, now, lines));
    }

    /**
     * Stores lines behind the last ones of their executions; tells as {@link #store}. Fails with
     * {@code invalid-request} if no sequence is left behind one of those.
     */
    Uni<Map<Integer, Boolean>> append(
            SqlClient client, int namespaceId, OffsetDateTime now, List<Bound> lines) {
        return capped(
                client, days(lines).in(LogSql.APPEND), now, arguments(namespaceId, now, lines));
    }

    private Uni<Map<Integer, Boolean>> capped(
            SqlClient client, String sql, OffsetDateTime now, Args args) {
        return Database.run(
                        client,
                        sql,
                        args.add(config.maxLines()).add(config.maxBytes()).add(now).tuple())
                .map(
                        rows -> {
                            Map<Integer, Boolean> stored = new HashMap<>();
                            for (Row row : rows) {
                                checkSequence(row.getLong(2));
                                stored.put((int) (row.getLong(0) - 1), row.getBoolean(1));
                            }
                            return stored;
                        });
    }

    /** What is told again must be a sequence that is taken again. */
    private static void checkSequence(long sequence) {
        if (sequence > LogField.MAX_SEQUENCE) {
            throw new ProblemException(
                    ProblemType.INVALID_REQUEST,
                    "The log has a line with the largest sequence, %d, and none comes behind it: send lines with sequences of their own."
                            .formatted(LogField.MAX_SEQUENCE));
        }
    }

    /** Removes the lines of executions. */
    Uni<Void> forget(SqlClient client, int namespaceId, List<UUID> executionIds) {
        DayRange days = DayRange.of(executionIds);
        Args args = Args.of(namespaceId, executionIds.toArray(UUID[]::new));
        return Database.run(client, days.in(LogSql.FORGET), args.tuple())
                .chain(() -> Database.run(client, days.in(LogSql.FORGET_TALLIES), args.tuple()))
                .replaceWithVoid();
    }

    /** The positions, from 0, of the lines that are stored already. */
    Uni<Set<Integer>> duplicates(
            SqlClient client, int namespaceId, OffsetDateTime now, List<Bound> lines) {
        return Database.run(
                        client,
                        days(lines).in(LogSql.DUPLICATES),
                        arguments(namespaceId, now, lines).tuple())
                .map(
                        rows -> {
                            Set<Integer> positions = new HashSet<>();
                            for (Row row : rows) {
                                positions.add((int) (row.getLong(0) - 1));
                            }
                            return positions;
                        });
    }

    /** At most so many lines of an execution, by sequence. */
    Uni<List<LogLine>> page(
            SqlClient client,
            int namespaceId,
            UUID executionId,
            LogFilter filter,
            boolean descending,
            int limit) {
        Args args = Args.of(namespaceId, executionId);
        String where = where(filter, args);
        String sql = LogSql.PAGE.formatted(where, descending ? "DESC" : "ASC", args.bind(limit));
        return Database.run(client, DayRange.of(executionId).in(sql), args.tuple())
                .map(
                        rows -> {
                            List<LogLine> lines = new ArrayList<>(rows.size());
                            for (Row row : rows) {
                                lines.add(LogRows.read(new RowCursor(row)));
                            }
                            return lines;
                        });
    }

    /** How many lines of an execution match. */
    Uni<Long> count(SqlClient client, int namespaceId, UUID executionId, LogFilter filter) {
        Args args = Args.of(namespaceId, executionId);
        String sql = LogSql.COUNT.formatted(where(filter, args));
        return Database.run(client, DayRange.of(executionId).in(sql), args.tuple())
                .map(rows -> rows.iterator().next().getLong(0));
    }

    /** Lines of an execution, and their bytes before PostgreSQL compresses them. */
    Uni<Stored> storage(SqlClient client, int namespaceId, UUID executionId) {
        return Database.run(
                        client,
                        DayRange.of(executionId).in(LogSql.STORAGE),
                        Args.of(namespaceId, executionId).tuple())
                .map(
                        rows -> {
                            for (Row row : rows) {
                                return new Stored("logs", row.getLong(0), row.getLong(1));
                            }
                            return new Stored("logs", 0, 0);
                        });
    }

    private static DayRange days(List<Bound> lines) {
        return DayRange.of(lines.stream().map(Bound::executionId).toList());
    }

    private static String where(LogFilter filter, Args args) {
        StringBuilder where = new StringBuilder();
        if (filter.afterSequence() != null) {
            where.append(LogSql.AFTER.formatted(args.bind(filter.afterSequence())));
        }
        if (filter.beforeSequence() != null) {
            where.append(LogSql.BEFORE.formatted(args.bind(filter.beforeSequence())));
        }
        if (!filter.levels().isEmpty()) {
            Short[] codes = column(filter.levels(), Short[]::new, LogLevel::code);
            where.append(LogSql.OF_LEVEL.formatted(args.bind(codes)));
        }
        if (filter.minLevel() != null) {
            where.append(LogSql.FROM_LEVEL.formatted(args.bind(filter.minLevel().code())));
        }
        if (!filter.types().isEmpty()) {
            where.append(
                    LogSql.OF_TYPE.formatted(args.bind(filter.types().toArray(String[]::new))));
        }
        if (!filter.stepKeys().isEmpty()) {
            where.append(
                    LogSql.OF_STEP.formatted(args.bind(filter.stepKeys().toArray(String[]::new))));
        }
        for (String word : filter.words()) {
            where.append(LogSql.WITH_WORD.formatted(args.bind(Args.containing(word))));
        }
        return where.toString();
    }

    private static Args arguments(int namespaceId, OffsetDateTime now, List<Bound> lines) {
        return Args.of(namespaceId)
                .add(lines.stream().map(Bound::executionId).distinct().toArray(UUID[]::new))
                .add(column(lines, UUID[]::new, Bound::executionId))
                .add(column(lines, Long[]::new, line -> line.report().sequence()))
                .add(column(lines, Integer[]::new, line -> (int) line.report().fields().mask()))
                .add(
                        column(
                                lines,
                                OffsetDateTime[]::new,
                                line -> {
                                    OffsetDateTime sent =
                                            line.report()
                                                    .fields()
                                                    .get(LogField.TIMESTAMP, OffsetDateTime.class);
                                    return sent == null ? now : sent;
                                }))
                .add(
                        column(
                                lines,
                                Short[]::new,
                                line -> {
                                    Short sent =
                                            line.report().fields().get(LogField.LEVEL, Short.class);
                                    return sent == null
                                            ? Short.valueOf(LogLevel.INFO.code())
                                            : sent;
                                }))
                .add(column(lines, String[]::new, line -> text(line, LogField.TYPE)))
                .add(column(lines, String[]::new, line -> text(line, LogField.STEP_KEY)))
                .add(
                        column(
                                lines,
                                Integer[]::new,
                                line ->
                                        line.report()
                                                .fields()
                                                .get(LogField.ATTEMPT, Integer.class)))
                .add(
                        column(
                                lines,
                                Short[]::new,
                                line -> line.report().fields().get(LogField.STREAM, Short.class)))
                .add(column(lines, String[]::new, line -> text(line, LogField.MESSAGE)))
                .add(column(lines, String[]::new, line -> text(line, LogField.DATA)))
                .add(
                        column(
                                lines,
                                String[]::new,
                                line ->
                                        line.report().fields().notices().isEmpty()
                                                ? null
                                                : Notices.toJson(line.report().fields().notices())))
                .add(column(lines, Long[]::new, line -> line.report().sentSequence()));
    }

    private static @Nullable String text(Bound line, LogField field) {
        return line.report().fields().get(field, String.class);
    }
}
