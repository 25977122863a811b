package dev.hindsight.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.access.Caller;
import dev.hindsight.execution.ExecutionField;
import dev.hindsight.execution.ExecutionRef;
import dev.hindsight.field.Field;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.NewestPostgres;
import dev.hindsight.fixture.Rows;
import dev.hindsight.report.Report;
import dev.hindsight.report.ReportWriter;
import dev.hindsight.step.StepField;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Reports that differ in rank or reportedAt make the same record in whatever order they come. What
 * the service supplies itself (now, and what follows from it) is left out of the comparison.
 */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class ShuffledReportsTest {

    private static final int STREAMS = 80;
    private static final int MAX_ORDERS = 24;

    /** No report tells a time behind it: what lies there came from the clock. */
    private static final String CLOCK = "'2026-01-01'";

    @Inject ReportReader reader;
    @Inject ReportWriter writer;

    static IntStream seeds() {
        return IntStream.range(0, STREAMS);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void executions_doNotShowTheOrder(int seed) {
        ReportStream stream = ReportStream.ofExecution(new Random(seed));
        String prefix = Api.fresh();
        List<List<Integer>> orders = orders(stream.reports().size(), new Random(seed));

        write(
                stream,
                orders,
                prefix,
                (name, json) -> reader.create(Caller.LOCAL, named(name, json), null));

        assertThat(different("execution", "id", ExecutionField.values(), prefix))
                .as("%s", stream)
                .isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void steps_doNotShowTheOrder(int seed) {
        ReportStream stream = ReportStream.ofStep(new Random(seed));
        String prefix = Api.fresh();
        List<List<Integer>> orders = orders(stream.reports().size(), new Random(seed));

        write(
                stream,
                orders,
                prefix,
                (name, json) ->
                        reader.steps(Caller.LOCAL, new ExecutionRef(null, name), Api.json(json)));

        assertThat(different("step", "execution_id", StepField.values(), prefix))
                .as("%s", stream)
                .isEqualTo(1);
    }

    private interface Reading {
        Report read(String externalId, String json) throws IOException;
    }

    private static byte[] named(String externalId, String json) {
        return new String(Api.json(json), UTF_8)
                .replaceFirst("\\{", "{\"externalId\": \"" + externalId + "\", ")
                .getBytes(UTF_8);
    }

    /** The first report of every order in one batch, then the second of every order, and so on. */
    private void write(
            ReportStream stream, List<List<Integer>> orders, String prefix, Reading reading) {
        for (int turn = 0; turn < stream.reports().size(); turn++) {
            List<Report> batch = new ArrayList<>();
            for (int order = 0; order < orders.size(); order++) {
                String json = stream.reports().get(orders.get(order).get(turn));
                try {
                    batch.add(reading.read(prefix + order, json));
                } catch (IOException failure) {
                    throw new UncheckedIOException(failure);
                }
            }
            assertThat(writer.write(batch).await().atMost(Duration.ofSeconds(60)))
                    .allMatch(recorded -> recorded.problem() == null);
        }
    }

    private static List<List<Integer>> orders(int reports, Random random) {
        List<List<Integer>> all = new ArrayList<>();
        permute(new ArrayList<>(), reports, all);
        Collections.shuffle(all, random);
        return all.subList(0, Math.min(MAX_ORDERS, all.size()));
    }

    private static void permute(List<Integer> begun, int reports, List<List<Integer>> all) {
        if (begun.size() == reports) {
            all.add(List.copyOf(begun));
        }
        for (int next = 0; next < reports; next++) {
            if (!begun.contains(next)) {
                begun.add(next);
                permute(begun, reports, all);
                begun.remove(begun.size() - 1);
            }
        }
    }

    /** How many different records there are among those of the prefix. */
    private static long different(String table, String id, Field[] fields, String prefix) {
        StringBuilder columns = new StringBuilder();
        for (Field field : fields) {
            String column = field.column();
            columns.append(columns.isEmpty() ? "" : ", ")
                    .append(
                            switch (column) {
                                case "started_at", "completed_at" ->
                                        "nullif(greatest(t.%s, %s), %s) IS NULL, least(t.%s, %s)"
                                                .formatted(column, CLOCK, CLOCK, column, CLOCK);
                                case "duration_ms" ->
                                        "CASE WHEN greatest(t.started_at, t.completed_at) < %s THEN t.duration_ms END"
                                                .formatted(CLOCK);
                                case "input", "output", "metadata", "trigger_data", "error_stack" ->
                                        "p." + column + "::text";
                                default -> "t." + column;
                            });
        }
        String join =
                table.equals("execution")
                        ? "e"
                        : "step t JOIN execution e ON e.id = t.execution_id";
        String sql =
                "SELECT count(DISTINCT (%s, t.set_pending, t.set_running, t.set_end, p.notices::text%s)) FROM %s LEFT JOIN %s_payload p ON p.execution_id = t.%s WHERE e.external_id LIKE $1"
                        .formatted(
                                columns,
                                table.equals("execution") ? ", t.dag_hash, t.fingerprint" : "",
                                table.equals("execution")
                                        ? "execution t JOIN execution e ON e.id = t.id"
                                        : join,
                                table,
                                id);
        return Rows.number(sql, prefix + "%");
    }
}
