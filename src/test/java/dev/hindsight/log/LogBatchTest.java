package dev.hindsight.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.hindsight.field.Fields;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How the lines of one call are sorted before any is stored. */
class LogBatchTest {

    /** As many as fit into a body, nearly: each is looked for among all that came before it. */
    private static final int MANY = 60_000;

    @Test
    void linesOfOneSequence_areToldApart_inTimeThatGrowsAsTheyDo() {
        List<LogReport> lines = IntStream.range(0, MANY).mapToObj(i -> line(0, "a " + i)).toList();

        LogBatch batch = assertTimeout(Duration.ofSeconds(5), () -> batch(lines));

        assertThat(batch.placed).hasSize(1);
        assertThat(batch.taken).hasSize(MANY - 1);
    }

    @Test
    void lineThatCameBefore_isADuplicate_andAnotherIsRenumbered() {
        List<LogReport> lines =
                Stream.of("a", "b", "a", "b", "c").map(text -> line(7, text)).toList();

        LogBatch batch = batch(lines);

        assertThat(texts(batch.placed)).containsExactly("a");
        assertThat(texts(batch.taken)).containsExactly("b", "c");
        assertThat(batch.outcomes()).containsExactly(new LogOutcome(0, 2, 0, 0));
    }

    private static LogBatch batch(List<LogReport> lines) {
        return new LogBatch(List.of(new LogRecorder.Addressed(new UUID(0, 1), lines)));
    }

    private static LogReport line(long sequence, String message) {
        return new LogReport(
                new Fields<>(LogField.class, List.of())
                        .put(LogField.SEQUENCE, sequence)
                        .put(LogField.MESSAGE, message));
    }

    private static List<String> texts(List<LogBatch.Line> lines) {
        return lines.stream()
                .map(line -> line.bound().report().fields().get(LogField.MESSAGE, String.class))
                .toList();
    }
}
