package dev.hindsight.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.db.Database;
import dev.hindsight.fixture.NewestPostgres;
import dev.hindsight.fixture.Rows;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** How long the audit is kept. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class AuditChoreTest {

    private static final Duration YEAR = Duration.ofDays(365);

    @Inject AuditChore chore;
    @Inject Database database;
    @Inject AuditStore store;

    private final String target = UUID.randomUUID().toString();

    /** Entries of some namespaces, so old. */
    private void entries(int number, Duration age) {
        long millis = Instant.now().minus(age).toEpochMilli();
        Rows.run(
                """
                INSERT INTO audit (namespace_id, id, at, actor, action, target, times)
                SELECT n.id, (lpad(to_hex($2::bigint), 12, '0') || '7000' || '8000' || lpad(to_hex(i), 12, '0'))::uuid,
                  now(), 'a', 'key.created', $3, 1
                FROM namespace n, generate_series(1, $1::int) AS i
                WHERE n.name = 'default'
                """,
                number,
                millis,
                target);
    }

    private long left() {
        return Rows.number("SELECT count(*) FROM audit WHERE target = $1", target);
    }

    @Test
    void entriesOfLongAgo_areForgottenInBatches() {
        entries(AuditChore.BATCH + 1, YEAR.plusMinutes(1));
        entries(3, YEAR.minusMinutes(1));

        chore.work().await().atMost(Duration.ofSeconds(30));

        assertThat(left()).isEqualTo(3);
    }

    @Test
    void withoutRetention_theyStayForEver() {
        entries(2, YEAR.multipliedBy(20));

        new AuditChore(database, store, () -> Duration.ZERO, Clock.systemUTC())
                .work()
                .await()
                .atMost(Duration.ofSeconds(30));

        assertThat(left()).isEqualTo(2);
    }
}
