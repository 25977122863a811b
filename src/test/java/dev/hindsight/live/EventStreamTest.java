package dev.hindsight.live;

import static dev.hindsight.fixture.Api.ext;
import static dev.hindsight.fixture.Api.fresh;
import static dev.hindsight.fixture.Api.get;
import static dev.hindsight.fixture.Api.patch;
import static dev.hindsight.fixture.Api.post;
import static dev.hindsight.fixture.Api.report;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.fixture.NewestPostgres;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The same events for whom a WebSocket is too much. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
@Timeout(30)
class EventStreamTest {

    private static final String PATH = "/api/v1/live/events";

    private final String run = fresh();

    /** A client that reads block by block. */
    private final class Stream implements AutoCloseable {

        private final HttpResponse<java.io.InputStream> answer;
        private final BufferedReader lines;

        Stream(String query, String... headers) {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(
                            URI.create(
                                    "http://localhost:%d%s?createdBy=%s%s"
                                            .formatted(RestAssured.port, PATH, run, query)));
            if (headers.length > 0) {
                request.headers(headers);
            }
            try {
                answer =
                        HttpClient.newHttpClient()
                                .send(request.build(), BodyHandlers.ofInputStream());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            lines =
                    new BufferedReader(
                            new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
        }

        /** The fields of the next block. */
        Map<String, String> next() throws IOException {
            Map<String, String> fields = new LinkedHashMap<>();
            for (String line = lines.readLine(); line != null && !line.isEmpty(); ) {
                int colon = line.indexOf(':');
                fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
                line = lines.readLine();
            }
            return fields;
        }

        /** The fields of the next block that is an event. */
        Map<String, String> event() throws IOException {
            Map<String, String> block = next();
            while (!block.containsKey("event")) {
                block = next();
            }
            return block;
        }

        @Override
        public void close() {
            try {
                answer.body().close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void begin(String name) {
        report(run + name, "'createdBy': '" + run + "'");
    }

    @Test
    void events_comeAsTheyHappen_withTheKindAndTheCursor() throws IOException {
        try (Stream stream = new Stream("")) {
            Map<String, String> first = stream.next();
            begin("");
            Map<String, String> created = stream.event();
            patch(ext(run), "{'status': 'completed'}");
            Map<String, String> completed = stream.event();

            assertThat(stream.answer.headers().firstValue("Content-Type"))
                    .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
            assertThat(first).containsKey("id").doesNotContainKey("data");
            assertThat(created).containsEntry("event", "execution.created").containsKey("id");
            assertThat(created.get("data")).contains("\"version\":1").contains(run);
            assertThat(completed).containsEntry("event", "execution.completed");
        }
    }

    @Test
    void aReplay_isARequest() throws IOException {
        begin("");
        try (Stream stream = new Stream("&status=pending")) {
            stream.next();
            post(ext(run) + "/replay", "{'createdBy': '%s'}".formatted(run));

            assertThat(stream.event()).containsEntry("event", "execution.replay_requested");
        }
    }

    @Test
    void whoComesBackWithTheLastId_missesNothing() throws IOException {
        String last;
        try (Stream stream = new Stream("")) {
            begin("-first");
            last = stream.event().get("id");
        }
        begin("-second");

        try (Stream again = new Stream("", "Last-Event-ID", last)) {
            assertThat(again.event().get("data")).contains(run + "-second");
        }
    }

    @Test
    void filters_areThoseOfTheList() throws IOException {
        try (Stream stream = new Stream("&status=failed")) {
            stream.next();
            begin("-other");
            begin("");
            patch(ext(run), "{'status': 'failed'}");

            assertThat(stream.event()).containsEntry("event", "execution.failed");
        }
        assertThat(get(PATH + "?status=odd").status()).isEqualTo(400);
        assertThat(get(PATH + "?statuses=failed").status()).isEqualTo(400);
    }

    @Test
    void aCursorThatIsNone_isRefused() {
        try (Stream stream = new Stream("", "Last-Event-ID", "x")) {
            assertThat(stream.answer.statusCode()).isEqualTo(400);
        }
    }
}
