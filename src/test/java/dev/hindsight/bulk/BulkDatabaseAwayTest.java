package dev.hindsight.bulk;

import static dev.hindsight.bulk.Bulk.assertAccepted;
import static dev.hindsight.bulk.Bulk.execution;
import static dev.hindsight.bulk.Bulk.ingest;
import static dev.hindsight.fixture.Api.fresh;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.fixture.OwnPostgres;
import dev.hindsight.fixture.OwnServer;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The database goes away in the middle of a body. */
@QuarkusTest
@TestProfile(OwnServer.class)
class BulkDatabaseAwayTest {

    OwnPostgres server;

    private final String id = fresh();

    @Test
    void bodyThatIsBrokenOff_isToldItsLastDurableLine_andMayGoOnThere() throws IOException {
        List<String> lines = new ArrayList<>(List.of(execution(id, ""), "{'odd': 1}"));
        lines.addAll(Steps.lines(id, 0, 1_500, 300));
        int batch = Batch.MAX_LINES;

        try (BulkSocket client = BulkSocket.chunked()) {
            client.send(lines.subList(0, batch + 400));
            Steps.await(id, batch - 2);
            server.goDown();
            client.send(lines.subList(batch + 400, lines.size())).end();

            BulkSocket.Answer answer = client.answer();

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.head()).contains("retry-after: 2");
            assertThat(answer.body().path("type").textValue()).isEqualTo("/problems/overloaded");
            assertThat(answer.body().path("detail").textValue())
                    .endsWith("The last durable line is 500.");
            assertThat(answer.body().path("lastDurableLine").intValue()).isEqualTo(batch);
            assertThat(answer.body().at("/receipt/accepted").intValue()).isEqualTo(batch - 1);
            assertThat(answer.body().at("/receipt/errors/0/line").intValue()).isEqualTo(2);
        } finally {
            server.goUp();
        }

        assertThat(Steps.stored(id)).isEqualTo(batch - 2);
        assertAccepted(ingest(lines.subList(batch, lines.size())), lines.size() - batch);
        assertThat(Steps.stored(id)).isEqualTo(1_500);
    }
}
