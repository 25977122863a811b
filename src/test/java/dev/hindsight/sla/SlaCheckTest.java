package dev.hindsight.sla;

import static dev.hindsight.fixture.Api.fresh;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.AtOnce;
import dev.hindsight.fixture.Held;
import dev.hindsight.fixture.HeldClock;
import dev.hindsight.fixture.OldestPostgres;
import dev.hindsight.fixture.Rows;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is found not to be kept, and when it is told. */
@QuarkusTest
@TestProfile(Held.class)
class SlaCheckTest {

    /** The same on the oldest PostgreSQL. */
    public static class OldestHeld extends OldestPostgres {
        @Override
        public Set<Class<?>> getEnabledAlternatives() {
            return Set.of(HeldClock.class);
        }
    }

    @Inject HeldClock clock;
    @Inject SlaCheck check;

    private final String namespace = "n-" + UUID.randomUUID();

    @BeforeEach
    void begin() {
        Rows.run("DELETE FROM sla");
        Rows.run("DELETE FROM sla_breach");
        assertThat(Api.put("/api/v1/namespaces/" + namespace, "{}").status()).isEqualTo(201);
    }

    private String[] in() {
        return new String[] {"Hindsight-Namespace", namespace};
    }

    private void expect(String members) {
        Answer told = Api.put("/api/v1/slas/s", "{'workflowId': 'w', %s}".formatted(members), in());
        assertThat(told.status()).as(told.http().body()).isBetween(200, 201);
    }

    private Answer sla() {
        return Api.send("GET", "/api/v1/slas/s", null, in());
    }

    private String report(String externalId, String members) {
        Answer told =
                Api.post(
                        Api.EXECUTIONS,
                        "{'externalId': '%s', 'workflowId': 'w'%s}"
                                .formatted(externalId, members.isEmpty() ? "" : ", " + members),
                        in());
        assertThat(told.status()).as(told.http().body()).isBetween(200, 201);
        return told.text("/id");
    }

    private int look() {
        return check.check().await().atMost(Duration.ofSeconds(30));
    }

    private List<String> told() {
        return Rows.texts(
                "SELECT c.prev::text FROM change c JOIN namespace n ON n.id = c.namespace_id WHERE n.name ="
                        + " $1 AND c.kind = 8 ORDER BY c.id",
                namespace);
    }

    @Test
    void executionThatRunsTooLong_isToldOnce() {
        expect("'maxDurationMs': 60000");
        String external = fresh();
        String id = report(external, "");
        report(fresh(), "'status': 'pending'");
        assertThat(look()).isZero();

        clock.move(Duration.ofSeconds(61));
        report(fresh(), "");
        assertThat(look()).isEqualTo(1);
        assertThat(look()).isZero();

        JsonNode breach = sla().at("/breaches/0");
        assertThat(sla().text("/state")).isEqualTo("breached");
        assertThat(breach.get("rule").asText()).isEqualTo("maxDuration");
        assertThat(breach.get("execution").asText()).isEqualTo(id);
        assertThat(breach.get("value").asDouble()).isEqualTo(61_000);
        assertThat(breach.get("limit").asDouble()).isEqualTo(60_000);
        assertThat(breach.get("recoveredAt").isNull()).isTrue();
        assertThat(told()).hasSize(1);
        assertThat(told().get(0))
                .contains("\"sla\": \"s\"", "\"workflowId\": \"w\"", "\"rule\": \"maxDuration\"");

        report(external, "'status': 'completed'");
        assertThat(look()).isZero();
        assertThat(sla().text("/state")).isEqualTo("kept");
        assertThat(sla().at("/breaches").size()).isEqualTo(1);
    }

    @Test
    void executionThatTookTooLong_isToldIfItEndedLately() {
        expect("'maxDurationMs': 60000, 'window': 'PT10M'");
        String id = report(fresh(), "'status': 'completed', 'durationMs': 60001");
        report(fresh(), "'status': 'completed', 'durationMs': 60000");
        report(fresh(), "'status': 'failed', 'durationMs': 1");

        assertThat(look()).isEqualTo(1);
        assertThat(look()).isZero();

        assertThat(sla().text("/breaches/0/execution")).isEqualTo(id);
        assertThat(sla().text("/state")).isEqualTo("kept");
        Rows.run("DELETE FROM sla_breach");
        clock.move(Duration.ofMinutes(11));
        assertThat(look()).isZero();
    }

    @Test
    void rateThatIsTooLow_isToldWhenItBegins_andAgainAfterItWasKept() {
        expect("'minSuccessRate': 50, 'window': 'PT10M'");
        assertThat(look()).isZero();
        report(fresh(), "'status': 'completed'");
        report(fresh(), "'status': 'failed'");
        report(fresh(), "");
        assertThat(look()).isZero();

        report(fresh(), "'status': 'crashed'");
        assertThat(look()).isEqualTo(1);
        report(fresh(), "'status': 'failed'");
        assertThat(look()).isZero();
        assertThat(sla().text("/breaches/0/rule")).isEqualTo("minSuccessRate");
        assertThat(sla().at("/breaches/0/value").asDouble()).isBetween(33.3, 33.4);
        assertThat(sla().at("/breaches/0/execution").isNull()).isTrue();

        clock.move(Duration.ofMinutes(11));
        assertThat(look()).isZero();
        assertThat(sla().text("/state")).isEqualTo("breached");
        report(fresh(), "'status': 'completed'");
        assertThat(look()).isZero();
        assertThat(sla().text("/state")).isEqualTo("kept");
        report(fresh(), "'status': 'failed'");
        report(fresh(), "'status': 'failed'");
        assertThat(look()).isEqualTo(1);
        assertThat(told()).hasSize(2);
    }

    @Test
    void silenceThatIsTooLong_isToldOnceUntilSomethingStarts() {
        expect("'maxSilence': 'PT2H'");
        assertThat(look()).isZero();
        clock.move(Duration.ofHours(2));
        assertThat(look()).isZero();

        clock.move(Duration.ofSeconds(1));
        assertThat(look()).isEqualTo(1);
        clock.move(Duration.ofHours(1));
        assertThat(look()).isZero();
        assertThat(sla().text("/breaches/0/rule")).isEqualTo("maxSilence");
        assertThat(sla().at("/breaches/0/value").asLong()).isBetween(7_200_999L, 7_201_000L);

        report(fresh(), "'status': 'completed'");
        assertThat(look()).isZero();
        assertThat(sla().text("/state")).isEqualTo("kept");
        clock.move(Duration.ofHours(3));
        assertThat(look()).isEqualTo(1);
    }

    @Test
    void ruleThatIsNoneAnyMore_isNotBrokenAnyMore() {
        expect("'maxSilence': 'PT1M'");
        clock.move(Duration.ofMinutes(2));
        look();

        expect("'maxDurationMs': 60000");

        assertThat(sla().text("/state")).isEqualTo("kept");
        assertThat(sla().at("/breaches").size()).isEqualTo(1);
    }

    @Test
    void otherWorkflowsAndNamespaces_doNotMatter() {
        expect("'maxDurationMs': 1000, 'minSuccessRate': 100");
        Api.report(fresh(), "'status': 'failed', 'durationMs': 5000");
        Api.post(
                Api.EXECUTIONS,
                "{'workflowId': 'other', 'status': 'failed', 'durationMs': 5000}",
                in());

        assertThat(look()).isZero();
    }

    @Test
    void manyWhoLook_tellOnce() throws InterruptedException, ExecutionException {
        expect("'maxDurationMs': 1000, 'minSuccessRate': 100, 'maxSilence': 'PT1M'");
        for (int i = 0; i < 20; i++) {
            report(fresh(), "'status': 'failed', 'durationMs': 5000");
        }
        clock.move(Duration.ofMinutes(2));

        List<Integer> found = AtOnce.ask(4, which -> look());
        int rest = look();

        assertThat(found.stream().mapToInt(Integer::intValue).sum() + rest).isEqualTo(22);
        assertThat(told()).hasSize(22);
    }

    @Test
    void breaches_areForgottenLongAfterTheyWereOver() {
        expect("'maxDurationMs': 1000");
        report(fresh(), "'status': 'failed', 'durationMs': 5000");
        look();

        clock.move(Duration.ofDays(91));
        look();

        assertThat(sla().at("/breaches").size()).isZero();
    }
}
