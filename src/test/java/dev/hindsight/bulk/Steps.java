package dev.hindsight.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.fixture.Rows;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/** Steps of one execution, one a line, as large as a test needs them. */
final class Steps {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Steps() {}

    /** Lines with the keys {@code from} to {@code to - 1}, and outputs of so many characters. */
    static List<String> lines(String externalId, int from, int to, int outputLength) {
        String output = "'output': '%s'".formatted("x".repeat(outputLength));
        return IntStream.range(from, to)
                .mapToObj(i -> Bulk.step(externalId, String.valueOf(i), output))
                .toList();
    }

    /** How many steps an execution has. */
    static long stored(String externalId) {
        return Rows.number(
                "SELECT count(*) FROM step s JOIN execution e ON e.id = s.execution_id"
                        + " WHERE e.external_id = $1",
                externalId);
    }

    /** Waits until an execution has so many steps; each look is a question to the database. */
    static void await(String externalId, int steps) {
        Instant end = Instant.now().plus(PATIENCE);
        while (stored(externalId) < steps && Instant.now().isBefore(end)) {
            Thread.onSpinWait();
        }
        assertThat(stored(externalId)).isGreaterThanOrEqualTo(steps);
    }
}
