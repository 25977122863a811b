package dev.hindsight.live;

import static dev.hindsight.fixture.Api.ext;
import static dev.hindsight.fixture.Api.fresh;
import static dev.hindsight.fixture.Api.patch;
import static dev.hindsight.fixture.Api.report;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hindsight.fixture.HeldExecution;
import dev.hindsight.fixture.NewestPostgres;
import dev.hindsight.live.LiveClient.Closing;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.net.http.WebSocketHandshakeException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said before anything is watched, and what is answered to what is wrong. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class LiveProtocolTest {

    @Test
    void hello_isAnsweredWithTheTermsOfTheConnection() {
        try (LiveClient client = LiveClient.open()) {
            client.say("{'type': 'hello', 'token': 'whatever', 'newer': 1}");

            JsonNode welcome = client.next("welcome");

            assertThat(client.subprotocol()).isEqualTo("hindsight.live.v1");
            assertThat(welcome.path("heartbeatMs").asInt()).isEqualTo(15_000);
            assertThat(welcome.path("maxSubscriptions").asInt()).isEqualTo(20);
            assertThat(welcome.path("serverTime").asText()).endsWith("Z");
        }
    }

    @Test
    void aMissingSubProtocol_isAccepted() {
        try (LiveClient client = LiveClient.open(LiveClient.builder())) {
            client.say("{'type': 'hello'}");

            assertThat(client.next("welcome").path("heartbeatMs").asInt()).isPositive();
        }
    }

    @Test
    void whoSaysNothing_isCutOff() {
        try (LiveClient client = LiveClient.open()) {
            assertThat(client.closing().code()).isEqualTo(4408);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "[]",
                "null",
                "{}",
                "{'type': 'hello'} {}",
                "{'type': 'hello', 'type': 'hello'}",
                "{'type': 'hello', 'token': 1}",
                "{'type': 'Hello'}",
                "{'type': 'subscribe', 'id': 's', 'topic': 'executions'}",
                "{'type': 'subscribe', 'id': 's', 'topic': 'nothing'}",
                "{'type': 'unsubscribe', 'id': 's'}"
            })
    void whatIsNoHello_isABadMessage(String first) {
        try (LiveClient client = LiveClient.open()) {
            client.say(first);

            assertThat(client.closing().code()).isEqualTo(4400);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type': 'hello'}",
                "{'type': 'subscribe', 'topic': 'executions'}",
                "{'type': 'subscribe', 'id': '', 'topic': 'executions'}",
                "{'type': 'subscribe', 'id': 7, 'topic': 'executions'}",
                "{'type': 'unsubscribe'}",
                "{'type': 'publish', 'id': 's'}"
            })
    void aBadMessage_endsAConnectionThatIsOpen(String frame) {
        try (LiveClient client = LiveClient.greeted()) {
            client.say(frame);

            assertThat(client.closing().code()).isEqualTo(4400);
        }
    }

    @Test
    void framesThatAreTooLong_orNoText_areBadMessages() {
        try (LiveClient client = LiveClient.greeted()) {
            client.say("{'type': 'subscribe', 'id': 's', 'topic': '" + "x".repeat(16_400) + "'}");
            assertThat(client.closing().code()).isEqualTo(4400);
        }
        try (LiveClient client = LiveClient.greeted()) {
            client.say(new byte[] {1, 2, 3});
            assertThat(client.closing().code()).isEqualTo(4400);
        }
    }

    @Test
    void anIdTwice_isADuplicate() {
        try (LiveClient client = LiveClient.greeted()) {
            client.say("{'type': 'subscribe', 'id': 's', 'topic': 'executions', 'snapshot': 0}");
            client.say("{'type': 'subscribe', 'id': 's', 'topic': 'executions', 'snapshot': 0}");

            assertThat(client.closing().code()).isEqualTo(4409);
        }
    }

    @Test
    void anIdThatWasGivenUp_isFreeAgain() {
        try (LiveClient client = LiveClient.greeted()) {
            client.say("{'type': 'subscribe', 'id': 's', 'topic': 'executions', 'snapshot': 0}");
            client.next("snapshot");
            client.say("{'type': 'unsubscribe', 'id': 's'}");
            client.say("{'type': 'unsubscribe', 'id': 's'}");
            client.say("{'type': 'subscribe', 'id': 's', 'topic': 'executions', 'snapshot': 0}");

            assertThat(client.next("snapshot").path("items")).isEmpty();
        }
    }

    @Test
    void anIdThatWasGivenUpAtOnce_isThatOfTheNext() {
        String run = fresh();
        report(run + "-a", "");
        String id = report(run + "-b", "").text("/id");
        try (LiveClient client = LiveClient.greeted()) {
            for (String name : List.of("-a", "-b", "-a", "-b")) {
                client.say("{'type': 'unsubscribe', 'id': 's'}");
                client.say(
                        "{'type': 'subscribe', 'id': 's', 'topic': 'execution', 'execution': 'ext:%s'}"
                                .formatted(run + name));
            }
            List<String> told = new ArrayList<>();
            while (told.isEmpty() || !told.get(told.size() - 1).equals(id)) {
                told.add(client.next("snapshot").at("/execution/id").asText());
            }
            patch(ext(run + "-b"), "{'note': 'heard of'}");

            assertThat(client.event(id).at("/item/note").asText()).isEqualTo("heard of");
        }
    }

    @Test
    void whoAsksAndGivesUpFasterThanItIsRead_isSentAway() {
        String run = fresh();
        report(run, "");
        try (HeldExecution held = HeldExecution.of(run);
                LiveClient client = LiveClient.greeted()) {
            held.run("LOCK TABLE execution IN ACCESS EXCLUSIVE MODE");
            for (int i = 0; i < 20; i++) {
                client.say("{'type': 'subscribe', 'id': 's', 'topic': 'executions'}");
                client.say("{'type': 'unsubscribe', 'id': 's'}");
            }
            client.say("{'type': 'subscribe', 'id': 's', 'topic': 'executions'}");

            Closing closing = client.closing();
            assertThat(closing.code()).isEqualTo(4429);
            assertThat(closing.reason()).contains("given up");
        }
    }

    /** More questions at once than there are connections to the database, each of several statements. */
    @Test
    void manySubscriptionsAtOnce_doNotWaitForEachOther() {
        List<LiveClient> clients = Stream.generate(LiveClient::greeted).limit(4).toList();
        try {
            for (int i = 0; i < 20; i++) {
                for (LiveClient client : clients) {
                    client.say(
                            "{'type': 'subscribe', 'id': '%d', 'topic': 'executions', 'filter': {'workflowName': 'w', 'externalId': ['x']}}"
                                    .formatted(i));
                }
            }
            for (LiveClient client : clients) {
                for (int i = 0; i < 20; i++) {
                    client.next("snapshot");
                }
            }
        } finally {
            clients.forEach(LiveClient::close);
        }
    }

    @Test
    void moreSubscriptionsThanThereMayBe_endTheConnection() {
        try (LiveClient client = LiveClient.greeted()) {
            for (int i = 0; i < 20; i++) {
                client.say(
                        "{'type': 'subscribe', 'id': '%d', 'topic': 'executions', 'snapshot': 0}"
                                .formatted(i));
                client.next("snapshot");
            }
            client.say("{'type': 'subscribe', 'id': 's', 'topic': 'executions', 'snapshot': 0}");

            Closing closing = client.closing();
            assertThat(closing.code()).isEqualTo(4429);
            assertThat(closing.reason()).contains("20");
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "'topic': 'steps'| 400 | /topic",
                "'topic': 'executions', 'filter': {'status': ['odd']}| 400 | /filter/status/0",
                "'topic': 'executions', 'filter': {'q': 'x'}| 400 | /filter/q",
                "'topic': 'executions', 'filter': 7| 400 | /filter",
                "'topic': 'executions', 'snapshot': 201| 400 | /snapshot",
                "'topic': 'executions', 'snapshot': -1| 400 | /snapshot",
                "'topic': 'executions', 'resume': 'x'| 400 | /resume",
                "'topic': 'execution'| 400 | /execution",
                "'topic': 'execution', 'execution': 'ext:nobody-knows'| 404 |",
                "'topic': 'execution', 'execution': '?'| 404 |",
                "'topic': 'execution', 'execution': '01a21526-e400-7000-8000-000000000000'| 404 |",
                "'topic': 'logs', 'execution': 'ext:nobody-knows'| 404 |",
                "'topic': 'logs', 'execution': 'ext:x', 'afterSequence': -2| 400 | /afterSequence",
                "'topic': 'logs', 'execution': 'ext:x', 'filter': {'level': 'loud'}| 400 | /filter/level"
            })
    void aSubscriptionThatCannotBeHad_isAnError_andTheConnectionLives(
            String members, int status, String pointer) {
        try (LiveClient client = LiveClient.greeted()) {
            client.say("{'type': 'subscribe', 'id': 'wrong', " + members + "}");

            JsonNode error = client.next("error");

            assertThat(error.path("id").asText()).isEqualTo("wrong");
            assertThat(error.at("/problem/status").asInt()).isEqualTo(status);
            if (pointer != null) {
                assertThat(error.at("/problem/errors/0/pointer").asText()).isEqualTo(pointer);
            }
            client.say(
                    "{'type': 'subscribe', 'id': 'wrong', 'topic': 'executions', 'snapshot': 0}");
            assertThat(client.next("snapshot").path("cursor").asText()).isNotEmpty();
        }
    }

    @Test
    void aPageOfAnotherSite_isRefusedAtTheUpgrade() {
        assertThatThrownBy(
                        () ->
                                LiveClient.open(
                                        LiveClient.builder()
                                                .header("Origin", "https://other.example")))
                .cause()
                .isInstanceOfSatisfying(
                        WebSocketHandshakeException.class,
                        refused -> assertThat(refused.getResponse().statusCode()).isEqualTo(403));
    }

    @Test
    void aPageOfTheServiceItself_mayWatch() {
        try (LiveClient client =
                LiveClient.open(
                        LiveClient.builder()
                                .header("Origin", "http://localhost:" + RestAssured.port))) {
            client.say("{'type': 'hello'}");

            assertThat(client.next("welcome")).isNotEmpty();
        }
    }
}
