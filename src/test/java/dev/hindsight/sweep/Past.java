package dev.hindsight.sweep;

import dev.hindsight.fixture.Rows;
import dev.hindsight.partition.Partitions;
import io.quarkus.arc.Arc;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** Executions of a past day, as they are when they were reported then. */
record Past(House house, LocalDate day) {

    /** A day that no other test has, more than two days ago. */
    static Past of(House house) {
        return new Past(
                house,
                LocalDate.now(ZoneOffset.UTC)
                        .minusDays(ThreadLocalRandom.current().nextInt(60, 3_000)));
    }

    String suffix() {
        return day.toString().replace("-", "");
    }

    /** Completed executions with a step and a line each; tells their ids. */
    List<String> executions(int count) {
        Arc.container()
                .instance(Partitions.class)
                .get()
                .ensure(Set.of(day))
                .await()
                .atMost(Duration.ofMinutes(1));
        List<String> ids = Stream.generate(this::id).limit(count).map(UUID::toString).toList();
        OffsetDateTime at = day.atStartOfDay().atOffset(ZoneOffset.UTC).plusHours(12);
        for (String sql : INSERTS) {
            Rows.run(sql, house.name, ids.toArray(String[]::new), at);
        }
        return ids;
    }

    /** What an engine's reports of that day would have left. */
    private static final List<String> INSERTS =
            Stream.of(
                            """
                            INSERT INTO execution (namespace_id, id, version, created_at, updated_at,
                              started_at, completed_at, status, workflow_id, external_id)
                            SELECT n.id, u.id, 1, $3, $3, $3, $3, 2, 'w', 'p-' || u.id""",
                            """
                            INSERT INTO external_id (namespace_id, external_id, execution_id)
                            SELECT n.id, 'p-' || u.id, u.id""",
                            """
                            INSERT INTO execution_payload (namespace_id, execution_id, input)
                            SELECT n.id, u.id, '1'""",
                            """
                            INSERT INTO step (namespace_id, execution_id, key, attempt, version,
                              created_at, status, node_id)
                            SELECT n.id, u.id, 'k', 1, 1, $3, 2, 'n'""",
                            """
                            INSERT INTO step_payload (namespace_id, execution_id, key, attempt, output)
                            SELECT n.id, u.id, 'k', 1, '1'""",
                            """
                            INSERT INTO log (namespace_id, execution_id, sequence, logged_at, level,
                              message)
                            SELECT n.id, u.id, 0, $3, 2, 'm'""",
                            """
                            INSERT INTO log_tally (namespace_id, execution_id, lines, bytes, dropped)
                            SELECT n.id, u.id, 1, 1, 0""")
                    .map(
                            sql ->
                                    sql
                                            + " FROM namespace n, unnest($2::text[]::uuid[]) AS u (id)"
                                            + " WHERE n.name = $1"
                                            + " AND $3::timestamptz IS NOT NULL")
                    .toList();

    /** An id of the day. */
    private UUID id() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long millis =
                day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli()
                        + random.nextLong(Duration.ofDays(1).toMillis());
        return new UUID(
                (millis << 16) | 0x7000L | random.nextInt(4096),
                0x8000_0000_0000_0000L | (random.nextLong() >>> 2));
    }

    /** Whether the day has tables. */
    boolean isThere() {
        return Rows.number("SELECT count(*) FROM pg_class WHERE relname = $1", "step_" + suffix())
                > 0;
    }

    /** What the file of a table of the day is called, which changes when the table is a new one. */
    long file(String table) {
        return Rows.number(
                "SELECT pg_relation_filenode(to_regclass($1))::bigint", table + "_" + suffix());
    }
}
