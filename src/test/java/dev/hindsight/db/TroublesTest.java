package dev.hindsight.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.fixture.LogLines;
import org.junit.jupiter.api.Test;

class TroublesTest {

    private final Troubles troubles = new Troubles();

    @Test
    void trouble_isToldOnce() {
        try (LogLines log = LogLines.of(Troubles.class.getName())) {
            troubles.begins(Trouble.AWAY, new IllegalStateException("Pool closed"));
            troubles.begins(Trouble.AWAY, new IllegalStateException("Pool closed"));

            assertThat(log.all()).containsExactly("WARN The database does not answer: Pool closed");
        }
    }

    @Test
    void nothing_isToldOnceTheServiceEnds() {
        try (LogLines log = LogLines.of(Troubles.class.getName())) {
            troubles.end();
            troubles.begins(Trouble.AWAY, new IllegalStateException("Pool closed"));

            assertThat(log.all()).isEmpty();
        }
    }
}
