package dev.hindsight.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What a sweep says last. */
class SweepCommandTest {

    private static Run.Item item(long executions, long archived) {
        return new Run.Item("p", executions, archived, 0, 0, 0, 0);
    }

    @Test
    void policies_areAddedUp() {
        assertThat(SweepCommand.done(List.of(item(2, 1), item(10, 0))))
                .isEqualTo("12 executions removed, 1 of them archived.");
        assertThat(SweepCommand.done(List.of(item(1, 0))))
                .isEqualTo("1 execution removed, 0 of them archived.");
    }

    @Test
    void nothing_isSaid() {
        assertThat(SweepCommand.done(List.of())).isEqualTo("nothing was due.");
    }
}
