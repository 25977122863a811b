package dev.hindsight.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.fixture.LogLines;
import org.junit.jupiter.api.Test;

class AbsenceTest {

    private final Absence absence = new Absence();

    @Test
    void trouble_isToldOnce() {
        try (LogLines log = LogLines.of(Absence.class.getName())) {
            absence.begins(Trouble.AWAY, new IllegalStateException("Pool closed"));
            absence.begins(Trouble.AWAY, new IllegalStateException("Pool closed"));

            assertThat(log.all()).containsExactly("WARN The database does not answer: Pool closed");
        }
    }

    @Test
    void nothing_isToldOnceTheServiceEnds() {
        try (LogLines log = LogLines.of(Absence.class.getName())) {
            absence.end();
            absence.begins(Trouble.AWAY, new IllegalStateException("Pool closed"));

            assertThat(log.all()).isEmpty();
        }
    }
}
