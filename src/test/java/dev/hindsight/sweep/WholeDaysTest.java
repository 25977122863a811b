package dev.hindsight.sweep;

import static dev.hindsight.sweep.House.item;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.Rows;
import dev.hindsight.partition.DayTables;
import dev.hindsight.partition.PartitionCatalogue;
import dev.hindsight.partition.PartitionDay;
import dev.hindsight.retention.Plan;
import dev.hindsight.retention.Planner;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Transaction;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Days that leave whole, days of which little stays, and tables of which nothing does. */
@QuarkusTest
@TestProfile(OwnHouses.class)
class WholeDaysTest {

    @Inject Pool pool;
    @Inject Planner planner;
    @Inject PartitionCatalogue partitions;
    @Inject DaySweep days;

    private House house;
    private Past past;

    @BeforeEach
    void build() {
        house = new House();
        past = Past.of(house);
    }

    @Test
    void dayOfWhichEveryRowMayGo_isDropped() {
        List<String> ids = past.executions(20);
        Answer preview = house.preview();

        Answer run = house.sweep();

        assertThat(past.isThere()).isFalse();
        assertThat(item(preview, "default").path("executions").asInt()).isEqualTo(20);
        assertThat(item(preview, "default").path("steps").asInt()).isEqualTo(20);
        assertThat(item(run, "default").path("executions").asInt()).isEqualTo(20);
        assertThat(item(run, "default").path("bytes").asLong()).isPositive();
        assertThat(house.of(ids.get(0)).text("/policy")).isEqualTo("default");
        Answer byName = house.get(Api.ext("p-" + ids.get(0)));
        assertThat(byName.status()).isEqualTo(410);
        assertThat(house.patch(Api.ext("p-" + ids.get(1)), "{'note': 'n'}").status())
                .isEqualTo(410);
        assertThat(
                        house.post(
                                        Api.EXECUTIONS,
                                        "{'workflowId': 'w', 'externalId': 'p-%s'}"
                                                .formatted(ids.get(2)))
                                .status())
                .isEqualTo(201);
        assertThat(house.listed()).hasSize(1);
    }

    @Test
    void dayWithOnePinned_keepsItAlone() {
        List<String> ids = past.executions(2_200);
        assertThat(house.patch(Api.EXECUTIONS + "/" + ids.get(5), "{'pinned': true}").status())
                .isEqualTo(200);
        long before = past.file("step");

        Answer run = house.sweep();

        assertThat(item(run, "default").path("executions").asInt()).isEqualTo(2_199);
        assertThat(past.file("step")).isNotEqualTo(before);
        assertThat(house.listed()).containsExactly(ids.get(5));
        String path = Api.EXECUTIONS + "/" + ids.get(5);
        assertThat(house.get(path + "?include=steps,logs").at("/steps/0/output").asInt())
                .isEqualTo(1);
        assertThat(house.get(path + "/logs").at("/items")).hasSize(1);
        assertThat(house.of(ids.get(6)).status()).isEqualTo(410);
        assertThat(house.patch(path, "{'pinned': false}").status()).isEqualTo(200);
        assertThat(house.sweep().at("/items/0/executions").asInt()).isEqualTo(1);
        assertThat(past.isThere()).isFalse();
    }

    @Test
    void dayOfTwoNamespaces_staysWhileOneKeepsIt() {
        House other = new House();
        other.noPolicy("default");
        List<String> theirs = new Past(other, past.day()).executions(3);
        List<String> ours = past.executions(3);

        house.sweep();

        assertThat(past.isThere()).isTrue();
        assertThat(house.of(ours.get(0)).status()).isEqualTo(410);
        assertThat(other.listed()).containsExactlyInAnyOrderElementsOf(theirs);
    }

    @Test
    void dayThatAnotherReplicaDropped_isMadeAgainForAnImport() {
        String id = past.executions(1).get(0);
        byte[] export =
                house.get(Api.EXECUTIONS + "/" + id + "/export").http().body().getBytes(UTF_8);
        DayTables.names().forEach(table -> Rows.run("DROP TABLE " + table + "_" + past.suffix()));
        Rows.run(
                "UPDATE partition_day SET state = 'dropped', dropped_at = now(), dropped_by = 'x'"
                        + " WHERE day = $1",
                past.day());

        Answer imported =
                Api.send(
                        "POST",
                        Api.EXECUTIONS + "/import",
                        export,
                        "Content-Type",
                        "application/x-ndjson",
                        "Hindsight-Namespace",
                        house.name);

        assertThat(imported.status()).as(imported.http().body()).isEqualTo(200);
        assertThat(house.listed()).containsExactly(id);
    }

    @Test
    void namespaceThatIsMadeMeanwhile_keepsItsRows() {
        List<String> ours = past.executions(2);
        Plan plan = planner.plan().await().indefinitely();
        House late = new House();
        List<String> theirs = new Past(late, past.day()).executions(2);
        PartitionDay day =
                partitions.refresh().await().indefinitely().stream()
                        .filter(it -> it.day().equals(past.day()))
                        .findFirst()
                        .orElseThrow();

        SweepRun run = new SweepRun(UUID.randomUUID(), plan, Instant.MAX, Clock.systemUTC());
        days.sweep(run, day).await().indefinitely();

        assertThat(house.listed()).doesNotContainAnyElementsOf(ours);
        assertThat(late.listed()).containsExactlyInAnyOrderElementsOf(theirs);
    }

    @Test
    void emptyDay_isDropped() {
        List<String> ids = past.executions(1);
        house.delete(Api.EXECUTIONS + "/" + ids.get(0) + "?purge=true");

        house.sweep();

        assertThat(past.isThere()).isFalse();
        assertThat(house.of(ids.get(0)).status()).isEqualTo(404);
    }

    @Test
    void payloadsOfADayWithFewRows_areGoneToo() {
        house.policy("thin", "{'payloadMaxAge': 'P1D', 'priority': 1}");
        List<String> ids = past.executions(3);

        house.sweep();

        assertThat(house.of(ids.get(0)).at("/payloadExpired").asBoolean()).isTrue();
        assertThat(house.of(ids.get(0)).at("/input").isNull()).isTrue();
        assertThat(Rows.number("SELECT count(*) FROM step_payload_" + past.suffix())).isZero();
    }

    @Test
    void payloadsOfAWholeDay_giveTheirSpaceBack() {
        house.policy("thin", "{'payloadMaxAge': 'P1D', 'logMaxAge': 'P1D', 'priority': 1}");
        List<String> ids = past.executions(3);
        // Enough that the tables are worth being emptied.
        Rows.run(
                "UPDATE step_payload SET output = to_jsonb((SELECT string_agg(md5(g::text), '')"
                        + " FROM generate_series(1, 60000) g))"
                        + " WHERE execution_id = $1::text::uuid",
                ids.get(0));
        long before = past.file("step_payload");
        long steps = past.file("step");

        house.sweep();

        assertThat(past.file("step_payload")).isNotEqualTo(before);
        assertThat(past.file("step")).isEqualTo(steps);
        assertThat(house.of(ids.get(0)).at("/payloadExpired").asBoolean()).isTrue();
        assertThat(house.get(Api.EXECUTIONS + "/" + ids.get(0) + "/steps").at("/items")).hasSize(1);
        assertThat(Rows.number("SELECT count(*) FROM step_payload_" + past.suffix())).isZero();
    }

    @Test
    void readerOfTheDay_holdsTheDropUpAndNobodyElse() {
        past.executions(2);
        String today = house.execution("'status': 'running'");
        SqlConnection reader = pool.getConnection().await().indefinitely();
        Transaction reading = reader.begin().await().indefinitely();
        // However long the sweep tries.
        for (String sql :
                List.of(
                        "SET LOCAL idle_in_transaction_session_timeout = 0",
                        "SELECT count(*) FROM step_" + past.suffix(),
                        "SELECT count(*) FROM step WHERE false")) {
            reader.query(sql).execute().await().indefinitely();
        }

        Answer held = Api.send("POST", House.RUNS + "?wait=true", null, house.here());

        assertThat(held.text("/problem")).contains(past.day().toString());
        assertThat(past.isThere()).isTrue();
        assertThat(house.patch(Api.EXECUTIONS + "/" + today, "{'note': 'n'}").status())
                .isEqualTo(200);
        reading.rollback().await().indefinitely();
        reader.close().await().indefinitely();
        house.sweep();
        assertThat(past.isThere()).isFalse();
    }
}
