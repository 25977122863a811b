package dev.hindsight.terminal;

import static dev.hindsight.fixture.Api.ext;
import static dev.hindsight.fixture.Api.fresh;
import static dev.hindsight.fixture.Api.post;
import static dev.hindsight.fixture.Api.report;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.NewestPostgres;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is seen of a running service. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class TerminalTest {

    private static final String SECRET = "hs_0123456789abcdef_secret";

    private final String one = fresh();
    private final String other = fresh();

    private void failed(String externalId) {
        assertThat(
                        post(
                                        Api.EXECUTIONS,
                                        ("{'externalId': '%1$s', 'workflowId': '%1$s', 'status': 'failed', 'durationMs': 1500,"
                                                        + " 'labels': {'team': 'x'}, 'input': {'amount': 1.50},"
                                                        + " 'error': {'type': 'E', 'message': 'no \\u001b[31mmoney'},"
                                                        + " 'steps': [{'key': 'a', 'nodeId': 'n'}, {'key': 'b', 'nodeId': 'm', 'parentKey': 'a',"
                                                        + " 'attempt': 2, 'status': 'failed', 'output': [7]}],"
                                                        + " 'logs': [%2$s]}")
                                                .formatted(externalId, lines(12)))
                                .status())
                .isEqualTo(201);
    }

    private static String lines(int number) {
        return IntStream.range(0, number)
                .mapToObj("{'sequence': %1$d, 'message': 'line %1$d'}"::formatted)
                .reduce((a, b) -> a + ", " + b)
                .orElse("");
    }

    @Nested
    class Listing {

        @Test
        void executions_areTold() {
            failed(one);

            Typed list = Typed.of("list", "workflowId=" + one);

            assertThat(list.err()).isEmpty();
            assertThat(list.exitCode()).isZero();
            assertThat(list.lines()).hasSize(2);
            assertThat(list.lines().get(0))
                    .containsPattern("ID +EXTERNAL ID +WORKFLOW +STATUS +STARTED +DURATION");
            assertThat(list.lines().get(1)).contains("  " + one + "  ", "  failed ", "  1.5 s");
        }

        @Test
        void json_isTheItemsOfTheService() throws IOException {
            failed(one);

            Typed list = Typed.of("list", "externalId=" + one, "--json");

            assertThat(list.lines()).hasSize(1);
            assertThat(Service.JSON.readTree(list.out()))
                    .isEqualTo(Api.get(Api.EXECUTIONS + "?externalId=" + one).at("/items/0"));
        }

        @Test
        void pages_areReadToTheLimitOrTheEnd() {
            IntStream.range(0, 3)
                    .forEach(it -> post(Api.EXECUTIONS, "{'workflowId': '%s'}".formatted(one)));

            Typed two = Typed.of("list", "workflowId=" + one, "--limit=2");
            Typed all = Typed.of("list", "workflowId=" + one, "--all", "--json");

            assertThat(two.lines()).hasSize(3);
            assertThat(two.err()).contains("there are more");
            assertThat(all.lines()).hasSize(3).doesNotHaveDuplicates();
            assertThat(all.err()).isEmpty();
        }

        @Test
        void nothing_isSaid() {
            assertThat(Typed.of("list", "workflowId=" + one))
                    .isEqualTo(
                            new Typed(0, "", "hindsight: there are none" + System.lineSeparator()));
            assertThat(Typed.of("list", "workflowId=" + one, "--json"))
                    .isEqualTo(new Typed(0, "", ""));
        }
    }

    @Nested
    class Showing {

        @Test
        void execution_isToldWithItsTreeAndLastLines() {
            failed(one);

            Typed show = Typed.of("show", "ext:" + one);

            assertThat(show.err()).isEmpty();
            assertThat(show.exitCode()).isZero();
            assertThat(show.lines().get(0)).isEqualTo(one + "  failed");
            assertThat(show.out())
                    .contains("duration     1.5 s", "label        team:x", "E: no ␛[31mmoney")
                    .containsPattern("\n  a  running  n\n    b  failed  m  .*2 attempts\n")
                    .contains("line 11")
                    .doesNotContain("line 1\n", "amount", "\u001b");
        }

        @Test
        void replay_isToldWhatItIsOf() {
            report(one, "'status': 'failed', 'createdBy': 'somebody'");
            String id = Api.get(ext(one)).text("/id");
            report(other, "'replayOf': '%s', 'attempt': 3".formatted(id));

            assertThat(Typed.of("show", "ext:" + one).out())
                    .contains("\n  created by   somebody\n")
                    .doesNotContain("replay of", "attempt");
            assertThat(Typed.of("show", "ext:" + other).out())
                    .contains("\n  replay of    " + id + "\n", "\n  attempt      3\n");
        }

        @Test
        void options_tellMore() {
            failed(one);

            Typed show = Typed.of("show", "ext:" + one, "--logs", "--payloads");

            assertThat(show.out())
                    .contains("line 0", "line 11", "\"amount\" : 1.50", "    output\n");
        }

        @Test
        void json_isOneValueALine() throws IOException {
            failed(one);

            Typed show = Typed.of("show", "ext:" + one, "--json", "--logs");

            assertThat(show.lines()).hasSize(1 + 2 + 12);
            assertThat(
                            Service.JSON
                                    .readTree(show.lines().get(0))
                                    .at("/execution/externalId")
                                    .asText())
                    .isEqualTo(one);
            assertThat(Service.JSON.readTree(show.lines().get(14)).at("/log/message").asText())
                    .isEqualTo("line 11");
        }

        /** Steps that belong to each other are told all the same, each once. */
        @Test
        void circles_areTold() {
            report(one, "");
            post(
                    ext(one) + "/steps",
                    "[{'key': 'a', 'nodeId': 'a', 'parentKey': 'b'}, {'key': 'b', 'nodeId': 'b', 'parentKey': 'a'}]");

            assertThat(Typed.of("show", "ext:" + one).out())
                    .containsOnlyOnce("  a  running")
                    .containsOnlyOnce("  b  running");
        }
    }

    @Nested
    class Comparing {

        @Test
        void differences_endWithOne() {
            report(one, "'input': {'amount': 1}, 'steps': [{'key': 'k', 'nodeId': 'n'}]");
            report(other, "'input': {'amount': 2}, 'steps': [{'key': 'l', 'nodeId': 'm'}]");

            Typed diff = Typed.of("diff", "ext:" + one, "ext:" + other);

            assertThat(diff.err()).isEmpty();
            assertThat(diff.exitCode()).isOne();
            assertThat(diff.lines().get(0)).startsWith("--- ").contains("ext:" + one);
            assertThat(diff.lines().get(1)).startsWith("+++ ").contains("ext:" + other);
            assertThat(diff.lines().subList(2, 5))
                    .containsExactly("  /input/amount", "-   1", "+   2");
            assertThat(diff.out())
                    .contains(
                            "@@ step k (only on the left) @@\n- running\n",
                            "@@ step l (only on the right) @@\n+ running\n");
        }

        @Test
        void equals_endWithNothing() {
            report(one, "'input': {'amount': 1}");
            report(other, "'input': {'amount': 1.0}");

            assertThat(Typed.of("diff", "ext:" + one, "ext:" + other))
                    .isEqualTo(new Typed(0, "", ""));
        }

        @Test
        void trouble_endsWithTwo() {
            failed(one);

            assertThat(Typed.of("diff", "ext:" + one, "ext:" + other).exitCode()).isEqualTo(2);
            assertThat(Typed.of("diff", "ext:" + one, "last-success").exitCode()).isEqualTo(2);
            assertThat(Typed.of("diff", "ext:" + one).exitCode()).isEqualTo(2);
        }
    }

    @Nested
    class Trouble {

        @ParameterizedTest
        @ValueSource(strings = {"show ext:no-such", "tail ext:no-such"})
        void problems_areOneLine(String line) {
            Typed typed = Typed.of(line.split(" "));

            assertThat(typed.exitCode()).isOne();
            assertThat(typed.out()).isEmpty();
            assertThat(typed.err().lines()).singleElement().asString().startsWith("hindsight: ");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "list status=odd",
                    "tail status=odd",
                    "list statu=failed",
                    "tail statu=failed",
                    "list statu=failed odd=1 label=x"
                })
        void wrongQuestions_areMisuse(String line) {
            Typed typed = Typed.of(line.split(" "));

            assertThat(typed.exitCode()).isEqualTo(2);
            assertThat(typed.out()).isEmpty();
            assertThat(typed.err()).startsWith("hindsight: usage: " + line.substring(0, 4));
            assertThat(typed.err().lines()).hasSize(2);
        }

        @Test
        void misspeltFilters_areToldWhatWasMeant() {
            assertThat(Typed.of("list", "statu=failed").err()).contains("did you mean `status`?");
            assertThat(Typed.of("list", "odd=1", "statu=failed").err())
                    .contains("`odd` is not known", "did you mean `status`?");
        }

        @Test
        void serviceThatWantsAKey_isOneLineThatSaysHow() throws IOException {
            HttpServer server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getByName("localhost"), 0), 0);
            server.createContext(
                    "/",
                    exchange -> {
                        byte[] problem =
                                "{\"status\":401,\"detail\":\"in the header\"}".getBytes(UTF_8);
                        exchange.getResponseHeaders()
                                .set("Content-Type", "application/problem+json");
                        exchange.sendResponseHeaders(401, problem.length);
                        exchange.getResponseBody().write(problem);
                        exchange.close();
                    });
            server.start();
            try {
                String url = "http://localhost:" + server.getAddress().getPort();

                for (String command : new String[] {"list", "tail"}) {
                    Typed typed = Typed.at(url, command, "--key", SECRET);

                    assertThat(typed.exitCode()).isOne();
                    assertThat(typed.err())
                            .isEqualTo(
                                    "hindsight: a valid API key is needed: --key, or HINDSIGHT_KEY%n"
                                            .formatted());
                }
            } finally {
                server.stop(0);
            }
        }

        @Test
        void nobodyThere_isOneLine() throws IOException {
            int port;
            try (ServerSocket socket = new ServerSocket(0)) {
                port = socket.getLocalPort();
            }

            for (String command : new String[] {"list", "tail"}) {
                Typed typed = Typed.at("http://localhost:" + port, command, "--key", SECRET);

                assertThat(typed.exitCode()).isOne();
                assertThat(typed.err())
                        .isEqualTo(
                                "hindsight: http://localhost:%d cannot be reached: the connection is refused%n"
                                        .formatted(port));
            }
        }

        @Test
        void whatIsNotHindsight_isSaidToBeNone() throws IOException {
            HttpServer server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getByName("localhost"), 0), 0);
            server.createContext(
                    "/",
                    exchange -> {
                        byte[] page = "<html>\u001b[2J</html>".getBytes(UTF_8);
                        exchange.getResponseHeaders().set("Content-Type", "text/html");
                        exchange.sendResponseHeaders(200, page.length);
                        exchange.getResponseBody().write(page);
                        exchange.close();
                    });
            server.start();
            try {
                String url = "http://localhost:" + server.getAddress().getPort();

                assertThat(Typed.at(url, "list").err())
                        .isEqualTo(
                                "hindsight: %s answered 200, and not as Hindsight does: is that its address?%n"
                                        .formatted(url));
                assertThat(Typed.at(url, "tail").err().lines()).hasSize(1);
            } finally {
                server.stop(0);
            }
        }

        @Test
        void tlsThatIsNone_isOneLine() {
            Typed typed = Typed.at("https://localhost:" + RestAssured.port, "list");

            assertThat(typed.exitCode()).isOne();
            assertThat(typed.err().lines())
                    .singleElement()
                    .asString()
                    .startsWith("hindsight: TLS with https://localhost:");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "list --kye " + SECRET,
                    "list --kye=" + SECRET,
                    "--key=" + SECRET + " list",
                    "list --key " + SECRET + "\u001b",
                    "list --key " + SECRET + " --limit=many",
                    "show --key " + SECRET,
                    "show a b --key " + SECRET,
                    "tail -n 5000 --key " + SECRET,
                    "list --help --key " + SECRET
                })
        void key_isNeverShown(String line) {
            Typed typed = Typed.of(line.split(" "));

            assertThat(typed.err() + typed.out()).isNotEmpty().doesNotContain("secret");
            assertThat(typed.exitCode()).isEqualTo(line.contains("--help") ? 0 : 2);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"localhost:8080", "ftp://x", "http://me:pass@x", "::", "http://x?key=1"})
        void addressesThatAreNone_areMisuse(String url) {
            Typed typed = Typed.at(url, "list");

            assertThat(typed.exitCode()).isEqualTo(2);
            assertThat(typed.err()).startsWith("hindsight: usage: list ").doesNotContain("pass");
        }
    }
}
