package dev.hindsight.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import dev.hindsight.problem.Violation;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineErrorsTest {

    private final ProblemException problem =
            new ProblemException(ProblemType.NOT_FOUND, "There is no such execution.");

    @Test
    void errors_areAllCountedAndTheFirstOnesTold() {
        LineErrors errors = new LineErrors(3);

        for (long line = 10; line < 20; line++) {
            errors.add(line, problem);
        }

        assertThat(errors.count()).isEqualTo(10);
        assertThat(errors.told()).extracting(LineError::line).containsExactly(10L, 11L, 12L);
        assertThat(errors.told().get(0).problem().type()).isEqualTo("/problems/not-found");
    }

    @Test
    void longErrors_areToldUpToAMillionCharacters() {
        LineErrors errors = new LineErrors(1_000);
        ProblemException longOne =
                new ProblemException(
                        ProblemType.INVALID_REQUEST,
                        "x",
                        List.of(new Violation("/p", "y".repeat(100_000))));

        for (long line = 1; line <= 1_000; line++) {
            errors.add(line, longOne);
        }

        assertThat(errors.count()).isEqualTo(1_000);
        assertThat(errors.told()).hasSize(11);
    }
}
