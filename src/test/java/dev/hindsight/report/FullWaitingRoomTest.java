package dev.hindsight.report;

import static dev.hindsight.fixture.Api.ext;
import static dev.hindsight.fixture.Api.fresh;
import static dev.hindsight.fixture.Api.get;
import static dev.hindsight.fixture.Api.patch;
import static dev.hindsight.fixture.Api.report;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.AtOnce;
import dev.hindsight.fixture.HeldExecution;
import dev.hindsight.fixture.NewestPostgres;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** More reports than may wait are refused at once, and those that wait are written all the same. */
@QuarkusTest
@TestProfile(FullWaitingRoomTest.Small.class)
class FullWaitingRoomTest {

    private static final int ROOM = 4;

    private static final Executor OWN = task -> new Thread(task).start();

    /** A service in which few may wait. */
    public static final class Small extends NewestPostgres {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> all = new HashMap<>(super.getConfigOverrides());
            all.put("hindsight.writer.max-waiting", String.valueOf(ROOM));
            return all;
        }
    }

    @Test
    void reports_areRefusedWithATimeToComeAgain_andTakenWhenThereIsRoom() throws Exception {
        String id = fresh();
        report(id, "");
        List<CompletableFuture<Answer>> waiting;
        try (HeldExecution held = HeldExecution.of(id)) {
            waiting =
                    IntStream.range(0, ROOM)
                            .mapToObj(
                                    i ->
                                            CompletableFuture.supplyAsync(
                                                    () -> untilTaken(ext(id), "n" + i), OWN))
                            .toList();
            awaitRefusal();

            List<Answer> refused = AtOnce.ask(8, i -> report(fresh(), ""));

            assertThat(refused)
                    .allSatisfy(
                            answer -> {
                                assertThat(answer.status()).isEqualTo(429);
                                assertThat(answer.header("Retry-After")).isEqualTo("1");
                                assertThat(answer.text("/type")).isEqualTo("/problems/overloaded");
                            });
            assertThat(get(ext(id)).status()).isEqualTo(200);
            held.commit();
        }
        for (CompletableFuture<Answer> answer : waiting) {
            assertThat(answer.get().status()).isEqualTo(200);
        }
        assertThat(report(fresh(), "").status()).isEqualTo(201);
    }

    private static Answer untilTaken(String path, String note) {
        Answer answer = patch(path, "{'note': '" + note + "'}");
        while (answer.status() == 429) {
            answer = patch(path, "{'note': '" + note + "'}");
        }
        return answer;
    }

    /** The room is full once a report is refused; until then each is one that finds room. */
    private static void awaitRefusal() {
        for (int i = 0; i < 10_000; i++) {
            if (report(fresh(), "").status() == 429) {
                return;
            }
        }
        throw new AssertionError("There is always room");
    }
}
