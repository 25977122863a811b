package dev.hindsight.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.access.Key;
import dev.hindsight.access.KeysProfile;
import dev.hindsight.db.Database;
import dev.hindsight.rollup.RollupConfig;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Failures of long ago. */
@QuarkusTest
@TestProfile(KeysProfile.class)
class FailureChoreTest {

    @Inject Database database;
    @Inject FailureStore store;
    @Inject RollupConfig config;

    private Failures failures = new Failures("", Key.ADMIN);

    @BeforeEach
    void somewhere() {
        failures = Failures.somewhere();
    }

    private void work(Instant now) {
        new FailureChore(database, store, config, Clock.fixed(now, ZoneOffset.UTC))
                .work()
                .await()
                .indefinitely();
    }

    @Test
    void chore_forgetsSpansAndGroupsThatAreTooOld() {
        Instant now = Instant.now();
        failures.failAt(now.minus(Duration.ofDays(20)).toString(), "old");
        failures.failAt(now.minus(Duration.ofDays(20)).toString(), "both");
        failures.failAt(now.minus(Duration.ofDays(10)).toString(), "both");
        String since = "?from=" + now.minus(Duration.ofDays(30));
        assertThat(failures.counts(since)).containsExactly("both 2", "old 1");

        work(now);
        assertThat(failures.counts(since)).containsExactly("both 2", "old 1");
        work(now.plus(config.keep()).minus(Duration.ofDays(15)));

        assertThat(failures.counts(since)).containsExactly("both 1");
        assertThat(failures.counts("")).containsExactly("both 2");
    }

    @Test
    void whatIsTooOldWhenItIsReported_isInNoSpan() {
        failures.failAt("2020-01-01T00:00:00Z", "old");

        assertThat(failures.counts("")).containsExactly("old 1");
        assertThat(failures.counts("?workflowId=w")).isEmpty();
        work(Instant.now());
        assertThat(failures.counts("")).isEmpty();
    }
}
