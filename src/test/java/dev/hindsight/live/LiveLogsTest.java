package dev.hindsight.live;

import static dev.hindsight.fixture.Api.ext;
import static dev.hindsight.fixture.Api.fresh;
import static dev.hindsight.fixture.Api.post;
import static dev.hindsight.fixture.Api.report;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hindsight.fixture.NewestPostgres;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The log of an execution, from any line on, without a gap between what is there and what comes. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class LiveLogsTest {

    private final String run = fresh();

    private void write(String... lines) {
        assertThat(post(ext(run) + "/logs", "[" + String.join(",", lines) + "]").status())
                .isLessThan(300);
    }

    private static String line(long sequence, String level) {
        return "{'sequence': %d, 'level': '%s', 'message': 'line %d'}"
                .formatted(sequence, level, sequence);
    }

    private static List<Long> sequences(LiveClient client, int number) {
        List<Long> heard = new ArrayList<>();
        while (heard.size() < number) {
            JsonNode frame = client.next("logs");
            frame.path("lines").forEach(line -> heard.add(line.path("sequence").asLong()));
        }
        return heard;
    }

    @Test
    void history_comesInOrder_thenWhatIsWritten_lateLinesToo() {
        report(run, "");
        for (int from = 0; from < 1_200; from += 300) {
            write(
                    IntStream.range(from, from + 300)
                            .filter(i -> i != 7)
                            .mapToObj(i -> line(i, "info"))
                            .toArray(String[]::new));
        }
        try (LiveClient client = LiveClient.greeted()) {
            client.say(
                    "{'type': 'subscribe', 'id': 'l', 'topic': 'logs', 'execution': 'ext:%s', 'afterSequence': -1}"
                            .formatted(run));
            List<Long> history = sequences(client, 1_199);
            write(line(1_200, "warn"));
            JsonNode next = client.next("logs");
            write(line(7, "info"));
            JsonNode late = client.next("logs");

            assertThat(history)
                    .isEqualTo(
                            LongStream.range(0, 1_200)
                                    .filter(i -> i != 7)
                                    .boxed()
                                    .collect(Collectors.toList()));
            assertThat(next.at("/lines/0/message").asText()).isEqualTo("line 1200");
            assertThat(next.path("afterSequence").asLong()).isEqualTo(1_200);
            assertThat(late.at("/lines/0/sequence").asLong()).isEqualTo(7);
            assertThat(late.path("afterSequence").asLong()).isEqualTo(1_200);
            assertThat(client.isSilent()).isTrue();
        }
    }

    @Test
    void aLevel_meansItAndThoseAbove_inHistoryAndLive() {
        report(run, "");
        write(line(0, "debug"), line(1, "warn"), line(2, "info"), line(3, "error"));
        try (LiveClient client = LiveClient.greeted()) {
            client.say(
                    "{'type': 'subscribe', 'id': 'l', 'topic': 'logs', 'execution': 'ext:%s', 'afterSequence': 0, 'filter': {'level': 'warn'}}"
                            .formatted(run));
            assertThat(sequences(client, 2)).containsExactly(1L, 3L);
            write(line(4, "info"), line(5, "error"), line(6, "trace"));

            assertThat(sequences(client, 1)).containsExactly(5L);
        }
    }

    @Test
    void whileManyWrite_everyLineIsHeardOnce() {
        report(run, "");
        int lines = 3_000;
        List<Thread> writers = new ArrayList<>();
        for (int w = 0; w < 4; w++) {
            int mine = w;
            Thread writer =
                    new Thread(
                            () -> {
                                for (int from = mine; from < lines; from += 200) {
                                    int first = from;
                                    write(
                                            IntStream.range(0, 50)
                                                    .map(i -> first + 4 * i)
                                                    .filter(i -> i < lines)
                                                    .mapToObj(i -> line(i, "info"))
                                                    .toArray(String[]::new));
                                }
                            });
            writers.add(writer);
        }
        writers.forEach(Thread::start);
        try (LiveClient client = LiveClient.greeted()) {
            client.say(
                    "{'type': 'subscribe', 'id': 'l', 'topic': 'logs', 'execution': 'ext:%s'}"
                            .formatted(run));

            List<Long> heard = sequences(client, lines);

            assertThat(heard).doesNotHaveDuplicates().hasSize(lines);
            assertThat(client.isSilent()).isTrue();
        }
    }
}
