package dev.hindsight.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.access.Caller;
import dev.hindsight.db.Database;
import dev.hindsight.fixture.NewestPostgres;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Clock;
import org.junit.jupiter.api.Test;

/** What is remembered of reads while nothing can be written. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class RememberedReadsTest {

    @Inject Database database;
    @Inject AuditStore store;

    @Test
    void readsWithoutEnd_areCounted_andNotToldApartAnyMore() {
        Audit audit = new Audit(database, store, Clock.systemUTC());

        for (int i = 0; i < Audit.MAX_READS + 1_000; i++) {
            audit.noteRead(Caller.LOCAL, "executions/" + i);
        }

        assertThat(audit.remembered()).isEqualTo(Audit.MAX_READS + 1);
    }
}
