package dev.hindsight.exporter;

import static dev.hindsight.fixture.Api.ext;
import static dev.hindsight.fixture.Api.fresh;
import static dev.hindsight.fixture.Api.post;
import static dev.hindsight.fixture.Api.report;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hindsight.fixture.NewestPostgres;
import dev.hindsight.fixture.Transcripts;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A large execution that is read slowly and goes on meanwhile. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class ExportWhileWrittenTest {

    private static final int PART = 1_000;
    private static final int PARTS = 20;

    private final String externalId = fresh();

    private void tell(int part, String prefix) {
        String steps =
                IntStream.range(part * PART, (part + 1) * PART)
                        .mapToObj(
                                i ->
                                        "{'key': '%s%06d', 'nodeId': 'n', 'input': {'i': %d, 'pad': '%s'}}"
                                                .formatted(prefix, i, i, "x".repeat(200)))
                        .collect(Collectors.joining(",", "[", "]"));
        assertThat(post(ext(externalId) + "/steps", steps).status()).isEqualTo(201);
        String lines =
                IntStream.range(0, PART)
                        .mapToObj(i -> "{'message': '%s'}".formatted("y".repeat(200)))
                        .collect(Collectors.joining(",", "[", "]"));
        assertThat(post(ext(externalId) + "/logs", lines).status()).isEqualTo(200);
    }

    @Test
    void file_holdsInOrderWhatWasThereAndCountsWhatItHolds() throws Exception {
        report(externalId, "");
        for (int part = 0; part < PARTS; part++) {
            tell(part, "k");
        }

        List<String> keys = new ArrayList<>();
        List<Long> sequences = new ArrayList<>();
        JsonNode whole = read(keys, sequences);

        assertThat(keys).isSorted().doesNotHaveDuplicates();
        assertThat(keys.stream().filter(key -> key.startsWith("k"))).hasSize(PARTS * PART);
        // Behind the reader's place; what came before it is not told.
        assertThat(keys).contains("z%06d".formatted(PARTS * PART));
        assertThat(keys.stream().filter(key -> key.startsWith("a"))).isEmpty();
        assertThat(sequences).isSorted().doesNotHaveDuplicates().hasSizeGreaterThan(PARTS * PART);
        assertThat(whole.at("/whole/steps").asInt()).isEqualTo(keys.size());
        assertThat(whole.at("/whole/logs").asInt()).isEqualTo(sequences.size());
    }

    private JsonNode read(List<String> keys, List<Long> sequences)
            throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(
                                URI.create(
                                        "http://localhost:%d%s/export"
                                                .formatted(RestAssured.port, ext(externalId))))
                        .build();
        var answer =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build()
                        .send(request, HttpResponse.BodyHandlers.ofInputStream());
        JsonNode whole = null;
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(answer.body(), UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode record = Transcripts.json(line);
                if (record.has("step")) {
                    keys.add(record.at("/step/key").asText());
                } else if (record.has("log")) {
                    sequences.add(record.at("/log/sequence").asLong());
                } else if (record.has("whole")) {
                    whole = record;
                }
                if (keys.size() == 300 && sequences.isEmpty()) {
                    // No more than the buffers on the way can have been read so far.
                    tell(PARTS, "z");
                    tell(PARTS + 1, "a");
                }
            }
        }
        return whole;
    }
}
