package dev.hindsight.delivery;

import static dev.hindsight.fixture.Api.fresh;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.AtOnce;
import dev.hindsight.fixture.HeldClock;
import dev.hindsight.fixture.Rows;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.sla.SlaCheck;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes into the outbox: every event that somebody wants to hear of, once. */
@QuarkusTest
@TestProfile(Receivers.class)
class OutboxTest {

    private static final String URL = "http://127.0.0.1:9/hook";

    @Inject HeldClock clock;

    private Hooks hooks;
    private final String external = fresh();

    @BeforeEach
    void begin() {
        hooks = new Hooks();
    }

    private void listen(String members) {
        hooks.hook("h", URL, members);
    }

    private void listenToAll() {
        listen("'events': [%s]".formatted(Hooks.ALL));
    }

    private static List<String> kinds() {
        return Rows.texts("SELECT kind FROM delivery ORDER BY id");
    }

    private static List<String> eventIds() {
        return Rows.texts("SELECT event_id FROM delivery ORDER BY id");
    }

    private void patch(String members) {
        assertThat(Api.patch(Api.ext(external), "{%s}".formatted(members), hooks.in()).status())
                .isEqualTo(200);
    }

    @Test
    void everythingThatHappened_isToldInOrder() {
        listenToAll();
        String id = hooks.report(external, "'status': 'pending'");
        patch("'note': 'a'");
        patch("'note': 'b'");
        patch("'status': 'running'");
        patch("'status': 'failed'");
        patch("'note': 'c'");
        Api.send("DELETE", Api.ext(external), null, hooks.in());
        Api.post(Api.ext(external) + "/restore", "", hooks.in());

        Hooks.follow();

        assertThat(kinds())
                .containsExactly(
                        "execution.created",
                        "execution.updated",
                        "execution.failed",
                        "execution.updated",
                        "execution.deleted",
                        "execution.restored");
        assertThat(eventIds())
                .startsWith(id + ".execution.created", id + ".4.execution.updated")
                .doesNotHaveDuplicates();
        assertThat(Rows.texts("SELECT execution_id::text FROM delivery")).containsOnly(id);
        assertThat(Rows.texts("SELECT (body::jsonb #>> '{data,item,note}') FROM delivery"))
                .containsOnly("c");
    }

    @Test
    void executionThatIsReportedWhole_isCreatedAndCompleted() {
        listenToAll();

        hooks.report(external, "'status': 'completed'");
        Hooks.follow();

        assertThat(kinds()).containsExactly("execution.created", "execution.completed");
    }

    @Test
    void replay_isAskedForInPlaceOfABeginning() {
        listenToAll();
        hooks.report(external, "'status': 'failed'");
        hooks.report(fresh(), "'status': 'pending', 'replayOf': '%s'".formatted(UUID.randomUUID()));

        Api.post(Api.ext(external) + "/replay", "", hooks.in());
        Hooks.follow();

        assertThat(kinds())
                .containsExactly(
                        "execution.created",
                        "execution.failed",
                        "execution.created",
                        "execution.replay_requested");
    }

    @Test
    void whatIsNotWanted_isNotTold() {
        listen(
                "'events': ['execution.failed'], 'filter': {'workflowId': ['w'], 'label': {'a':"
                        + " 'b'}}");

        String mine = hooks.report(external, "'status': 'failed', 'labels': {'a': 'b'}");
        hooks.report(fresh(), "'status': 'failed', 'labels': {'a': 'c'}");
        hooks.report(fresh(), "'status': 'completed', 'labels': {'a': 'b'}");
        hooks.report(fresh(), "'labels': {'a': 'b'}");
        Api.report(fresh(), "'status': 'failed', 'labels': {'a': 'b'}");
        Hooks.follow();

        assertThat(Rows.texts("SELECT execution_id::text FROM delivery")).containsExactly(mine);
    }

    @Test
    void deletion_isToldThoughTheFilterPassesOverWhatIsDeleted() {
        listen(
                "'events': ['execution.deleted', 'execution.updated'], 'filter': {'workflowId': 'w'}");
        hooks.report(external, "");
        Api.send("DELETE", Api.ext(external), null, hooks.in());
        hooks.report(external, "'note': 'unseen'");

        Hooks.follow();

        assertThat(kinds()).containsExactly("execution.deleted");
    }

    @Test
    void removal_isToldWithItsNumber() {
        listen("'events': ['executions.removed'], 'filter': {'workflowId': 'other'}");
        hooks.report(external, "'status': 'completed'");

        Api.send("DELETE", Api.ext(external) + "?purge=true", null, hooks.in());
        Hooks.follow();

        assertThat(kinds()).containsExactly("executions.removed");
        assertThat(Rows.texts("SELECT body::jsonb #>> '{data,count}' FROM delivery"))
                .containsExactly("1");
    }

    @Test
    void breach_isTold_butNotToWhoNamesOtherWorkflows() {
        listen("'events': ['sla.breached'], 'filter': {'workflowId': ['w'], 'status': 'failed'}");
        hooks.hook("other", URL, "'events': ['sla.breached'], 'filter': {'workflowId': 'v'}");
        Api.put("/api/v1/slas/s", "{'workflowId': 'w', 'maxDurationMs': 1000}", hooks.in());
        String id = hooks.report(external, "'status': 'completed', 'durationMs': 2000");

        Hooks.await(Hooks.bean(SlaCheck.class).check());
        Hooks.follow();

        assertThat(kinds()).containsExactly("sla.breached");
        assertThat(hooks.texts(hooks.deliveries("h", ""), "execution")).containsExactly(id);
        assertThat(
                        Rows.texts(
                                "SELECT concat_ws(' ', body::jsonb #>> '{data,sla}', body::jsonb #>>"
                                        + " '{data,rule}', body::jsonb #>> '{data,value}', body::jsonb"
                                        + " #>> '{data,limit}') FROM delivery"))
                .containsExactly("s maxDuration 2000 1000");
    }

    @Test
    void webhook_beginsWhenItIsEnabled() {
        hooks.report(external, "");
        listenToAll();
        Hooks.follow();
        assertThat(kinds()).isEmpty();

        listen("'events': [%s], 'enabled': false".formatted(Hooks.ALL));
        hooks.report(external, "'status': 'completed'");
        Hooks.follow();
        listenToAll();
        patch("'note': 'heard'");
        Hooks.follow();

        assertThat(kinds()).containsExactly("execution.updated");
    }

    @Test
    void newWebhook_isNotToldWhatOthersAreStillToBeTold() {
        listenToAll();
        hooks.report(external, "");
        hooks.hook("late", URL, "'events': [%s]".formatted(Hooks.ALL));
        patch("'status': 'completed'");

        Hooks.follow();

        assertThat(hooks.texts(hooks.deliveries("h", ""), "event"))
                .containsExactly("execution.completed", "execution.created");
        assertThat(hooks.texts(hooks.deliveries("late", ""), "event"))
                .containsExactly("execution.completed");
    }

    @Test
    void eachWebhook_isToldForItself_inItsNamespace() {
        listenToAll();
        Hooks first = hooks;
        Hooks other = new Hooks();
        other.hook("o", URL, "'events': [%s]".formatted(Hooks.ALL));
        first.hook("h", URL, "'events': [%s]".formatted(Hooks.ALL));

        first.report(external, "");
        other.report(external, "'status': 'completed'");
        Hooks.follow();

        assertThat(hooks.texts(first.deliveries("h", ""), "event"))
                .containsExactly("execution.created");
        assertThat(hooks.texts(other.deliveries("o", ""), "event"))
                .containsExactly("execution.completed", "execution.created");
    }

    @Test
    void manyFollowers_tellEverythingOnce() throws InterruptedException, ExecutionException {
        listen("'events': ['execution.created', 'execution.completed']");
        Hooks.follow();
        List<String> expected = new ArrayList<>();
        for (int round = 0; round < 5; round++) {
            CompletableFuture<Void> reports =
                    CompletableFuture.runAsync(
                            () -> {
                                for (int i = 0; i < 10; i++) {
                                    String name = fresh();
                                    String id = hooks.report(name, "");
                                    hooks.report(name, "'status': 'completed'");
                                    expected.add(id + ".execution.created");
                                    expected.add(id + ".2.execution.completed");
                                }
                            });
            AtOnce.ask(
                    4,
                    which -> {
                        Hooks.follow();
                        return which;
                    });
            reports.join();
        }
        Hooks.follow();

        assertThat(eventIds()).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(Rows.number("SELECT count(DISTINCT id) FROM delivery"))
                .isEqualTo(expected.size());
    }

    @Test
    void followersThatAreKilled_loseNothingAndTellNothingTwice() {
        listen("'events': ['execution.created']");
        Hooks.follow();
        List<String> expected = new ArrayList<>();
        for (int round = 0; round < 10; round++) {
            for (int i = 0; i < 10; i++) {
                String name = fresh();
                stubbornly(OutboxTest::ping);
                expected.add(hooks.report(name, "") + ".execution.created");
            }
            CompletableFuture<Void> follower =
                    CompletableFuture.runAsync(
                            () -> {
                                try {
                                    Hooks.follow();
                                } catch (RuntimeException killed) {
                                    // Somebody else goes on.
                                    assertThat(killed).isNotNull();
                                }
                            });
            while (!follower.isDone()) {
                stubbornly(OutboxTest::kill);
            }
        }

        stubbornly(Hooks::follow);

        assertThat(eventIds()).containsExactlyInAnyOrderElementsOf(expected);
    }

    private static void ping() {
        Rows.number("SELECT 1::bigint");
    }

    private static void kill() {
        Rows.texts(
                "SELECT pg_terminate_backend(pid)::text FROM pg_stat_activity WHERE datname ="
                        + " current_database() AND pid <> pg_backend_pid() AND state <> 'idle' AND"
                        + " application_name LIKE 'hindsight%'");
    }

    /** Where connections are broken, with another one. */
    private static void stubbornly(Runnable work) {
        for (int i = 1; ; i++) {
            try {
                work.run();
                return;
            } catch (ProblemException away) {
                assertThat(i).isLessThan(20);
            }
        }
    }

    @Test
    void moreChangesThanAPage_areToldInOrder() {
        listen("'events': ['execution.created', 'execution.updated']");
        Hooks.follow();
        UUID id = UUID.fromString(hooks.report(external, ""));
        // Of others, and far more than one page: none of them is there.
        Rows.run(
                "INSERT INTO change (changed_at, execution_id, namespace_id, version, kind)"
                        + " SELECT now(), (lpad(to_hex(floor(extract(epoch FROM now()) *"
                        + " 1000)::bigint), 12, '0') || '70008' || substr(md5(n::text), 1, 15))::uuid,"
                        + " (SELECT id FROM namespace WHERE name = $1), 1, 1 FROM generate_series(1,"
                        + " 12000) AS n",
                hooks.namespace);
        patch("'note': 'x'");

        Hooks.follow();

        assertThat(eventIds())
                .containsExactly(id + ".execution.created", id + ".2.execution.updated");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TRUNCATE change, change_epoch",
                "UPDATE change_epoch SET epoch = gen_random_uuid()"
            })
    void feedThatIsLost_isMadeUpForByTheExecutions(String loss) {
        listenToAll();
        String known = hooks.report(external, "'status': 'failed'");
        Hooks.follow();
        clock.move(Duration.ofSeconds(1));
        patch("'note': 'in between'");
        String created = hooks.report(fresh(), "");
        String name = fresh();
        String ended = hooks.report(name, "");
        hooks.report(name, "'status': 'completed'");
        String deletedName = fresh();
        String deleted = hooks.report(deletedName, "");
        Api.send("DELETE", Api.ext(deletedName), null, hooks.in());
        Rows.run(loss);

        Hooks.follow();
        Hooks.follow();

        assertThat(eventIds())
                .contains(
                        known + ".execution.created",
                        known + ".1.execution.failed",
                        known + ".2.execution.updated",
                        created + ".execution.created",
                        ended + ".execution.created",
                        ended + ".2.execution.completed",
                        deleted + ".execution.created",
                        deleted + ".2.execution.deleted")
                .doesNotHaveDuplicates();
        assertThat(eventIds().stream().filter(it -> it.startsWith(known)))
                .filteredOn(it -> it.endsWith("failed"))
                .hasSize(1);

        hooks.report(name, "'note': 'after'");
        Hooks.follow();
        assertThat(eventIds()).contains(ended + ".3.execution.updated");
    }

    @Test
    void placeThatIsNotKnown_isWhereTheWebhookBegan() {
        hooks.report(fresh(), "'status': 'completed'");
        clock.move(Duration.ofSeconds(1));
        listenToAll();
        String id = hooks.report(external, "");
        Rows.run("DELETE FROM webhook_place");

        Hooks.follow();

        assertThat(eventIds()).containsExactly(id + ".execution.created");
    }

    @Test
    void outboxThatIsFull_keepsTheOldestAndSaysSo() {
        listen("'events': ['execution.created']");
        Hooks.follow();
        for (int i = 0; i < 410; i++) {
            hooks.report(fresh(), "");
        }

        Hooks.follow();

        assertThat(Hooks.waiting()).isEqualTo(400);
        assertThat(hooks.get("h").text("/overflowedAt")).isNotEqualTo("null");

        hooks.report(fresh(), "");
        Hooks.follow();
        assertThat(Hooks.waiting()).isEqualTo(400);
        listen("'events': ['execution.created']");
        assertThat(hooks.get("h").at("/overflowedAt").isNull()).isTrue();
    }

    @Test
    void withoutWebhooks_thePlaceStays() {
        listenToAll();
        Hooks.follow();
        Rows.run("DELETE FROM webhook");
        List<String> before = Rows.texts("SELECT cursor FROM webhook_place");
        hooks.report(external, "");

        Hooks.follow();

        assertThat(Rows.texts("SELECT cursor FROM webhook_place")).isEqualTo(before);
    }
}
