package dev.hindsight.log;

import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hindsight.problem.StartFailure;
import org.junit.jupiter.api.Test;

/** A log that can have no line is told of at the start, not by the first report. */
class LogConfigTest {

    private record Caps(long maxLines, long maxBytes) implements LogConfig {}

    private static void check(long maxLines, long maxBytes) {
        new LogConfig.Check(new Caps(maxLines, maxBytes)).check();
    }

    @Test
    void caps_thatLeaveRoomForOne_areFine() {
        assertThatNoException().isThrownBy(() -> check(1, 1));
        assertThatNoException().isThrownBy(() -> check(Long.MAX_VALUE, Long.MAX_VALUE));
    }

    @Test
    void caps_thatLeaveNone_stopTheStart() {
        assertThatThrownBy(() -> check(0, 1))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("hindsight.log.max-lines");
        assertThatThrownBy(() -> check(1, -1))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("hindsight.log.max-bytes");
    }
}
