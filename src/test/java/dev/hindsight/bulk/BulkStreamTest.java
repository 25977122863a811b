package dev.hindsight.bulk;

import static dev.hindsight.bulk.Bulk.assertAccepted;
import static dev.hindsight.bulk.Bulk.execution;
import static dev.hindsight.bulk.Bulk.ingest;
import static dev.hindsight.bulk.Bulk.step;
import static dev.hindsight.fixture.Api.ext;
import static dev.hindsight.fixture.Api.fresh;
import static dev.hindsight.fixture.Api.get;
import static dev.hindsight.fixture.Api.report;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.access.Caller;
import dev.hindsight.blob.ByteSource;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.AtOnce;
import dev.hindsight.fixture.HeldExecution;
import dev.hindsight.fixture.NewestPostgres;
import dev.hindsight.fixture.Rows;
import dev.hindsight.ingest.OperationReader;
import dev.hindsight.report.ReportWriter;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Bodies on their way: how fast they are read, who leaves in the middle, who else writes. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class BulkStreamTest {

    private static final int MIB = 1024 * 1024;

    /** More than one batch, and more than is taken from the network at a time. */
    private static final int MORE_THAN_A_BATCH = Batch.MAX_LINES + 400;

    private final String id = fresh();

    @Inject OperationReader operations;
    @Inject ReportWriter writer;

    private static void assertNothingIsHeldOpen() {
        assertThat(
                        Rows.number(
                                "SELECT count(*) FROM pg_stat_activity"
                                        + " WHERE datname = current_database()"
                                        + " AND state LIKE 'idle in transaction%'"))
                .isZero();
    }

    @Nested
    class Pace {

        /** What the network would have to hold is left out here: only the reader is looked at. */
        @Test
        void reader_isAtMostTwoBatchesAhead() throws Exception {
            report(id, "");
            byte[] body = Bulk.body(Steps.lines(id, 0, 400, 60_000));
            AtomicInteger taken = new AtomicInteger();
            ByteSource source = ByteSource.of(body);
            BulkIntake intake =
                    new BulkIntake(
                            new BatchReader(
                                    length ->
                                            source.next(length)
                                                    .invoke(it -> taken.addAndGet(it.length)),
                                    line -> operations.read(Caller.LOCAL, line)),
                            writer);

            try (HeldExecution held = HeldExecution.of(id)) {
                CompletableFuture<BulkReceipt> receipt =
                        intake.takeAll().subscribeAsCompletionStage();
                held.awaitWaiters(1);

                assertThat(taken).hasValueBetween(Batch.MAX_BYTES, 2 * Batch.MAX_BYTES + MIB / 2);
                assertThat(receipt).isNotDone();

                held.commit();
                assertThat(receipt.get(1, TimeUnit.MINUTES).accepted()).isEqualTo(400);
                assertThat(taken).hasValue(body.length);
            }
        }

        @Test
        void clientOfAHeldBody_isSlowedDown() throws Exception {
            report(id, "");
            byte[] body = Bulk.body(Steps.lines(id, 0, 700, 60_000));

            try (BulkSocket client = BulkSocket.announcing(body.length);
                    HeldExecution held = HeldExecution.of(id)) {
                int taken = client.writeWhileTaken(body, 2_000);
                // Most of it lies in the buffers of the two sockets.
                assertThat(taken).isBetween(Batch.MAX_BYTES, 20 * MIB);

                held.commit();
                client.write(Arrays.copyOfRange(body, taken, body.length));

                BulkSocket.Answer answer = client.answer();
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.body().path("accepted").intValue()).isEqualTo(700);
            }
        }
    }

    @Nested
    class Leaving {

        @Test
        void clientThatLeaves_leavesWhatWasWritten_andNoConnectionOpen() throws Exception {
            // More clients than there are connections.
            for (int i = 0; i < 20; i++) {
                String left = fresh();
                try (BulkSocket client = BulkSocket.chunked()) {
                    client.send(List.of(execution(left, "")));
                    client.send(Steps.lines(left, 0, MORE_THAN_A_BATCH, 200));
                    client.write(Bulk.bytes("fff\r\n{\"step\": {\"execution\": \"ext:"));
                    Steps.await(left, Batch.MAX_LINES - 1);
                }
            }

            List<Answer> answers =
                    AtOnce.ask(16, i -> ingest(execution(fresh(), "'attempt': " + (i + 1))));

            assertThat(answers).allSatisfy(answer -> assertAccepted(answer, 1));
            assertNothingIsHeldOpen();
        }

        @Test
        void clientThatLeavesWhileItIsWritten_leavesTheBatch() throws Exception {
            report(id, "");
            try (HeldExecution held = HeldExecution.of(id)) {
                try (BulkSocket client = BulkSocket.chunked()) {
                    client.send(Steps.lines(id, 0, MORE_THAN_A_BATCH, 200));
                    held.awaitWaiters(1);
                }
                held.commit();
            }

            Steps.await(id, Batch.MAX_LINES);
            assertAccepted(ingest(step(id, "after", "")), 1);
        }
    }

    @Nested
    class Together {

        @Test
        void bodiesOnTheSameExecutions_areAllTaken_eachInItsOrder() throws Exception {
            List<String> names = Stream.generate(Api::fresh).limit(40).toList();
            int bodies = 3;
            int rounds = 8;

            List<Answer> answers =
                    AtOnce.ask(
                            bodies,
                            body -> {
                                List<String> lines = new ArrayList<>();
                                for (int round = 1; round <= rounds; round++) {
                                    for (String name : names) {
                                        lines.add(execution(name, "'note': '%d'".formatted(round)));
                                        lines.add(
                                                step(
                                                        name,
                                                        "of" + body,
                                                        "'nodeName': '%d'".formatted(round)));
                                    }
                                }
                                return ingest(lines);
                            });

            assertThat(answers)
                    .allSatisfy(answer -> assertAccepted(answer, 2L * rounds * names.size()));
            for (String name : names) {
                Answer steps = get(ext(name) + "/steps");
                assertThat(steps.at("/items").findValuesAsText("key"))
                        .containsExactlyInAnyOrder("of0", "of1", "of2");
                assertThat(steps.at("/items").findValuesAsText("nodeName"))
                        .containsOnly(String.valueOf(rounds));
                assertThat(get(ext(name)).text("/note")).isEqualTo(String.valueOf(rounds));
            }
        }
    }
}
