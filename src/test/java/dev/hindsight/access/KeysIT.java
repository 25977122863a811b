package dev.hindsight.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.Artifact;
import dev.hindsight.live.LiveClient;
import java.io.IOException;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys from the first start on, and what the logs say of them: nothing. */
class KeysIT {

    private static final Pattern TOKEN = Pattern.compile("hs_[0-9a-f]{16}_[0-9a-f]{64}");

    /** Everything by which tests mark what no log may tell, and what every key looks like. */
    private static final Pattern SECRET = Pattern.compile(TOKEN + "|planted-[a-z0-9-]+");

    private static final Pattern OUTPUT =
            Pattern.compile("<system-(out|err)>(.*?)</system-\\1>", Pattern.DOTALL);

    private static final String EXECUTIONS = "/api/v1/executions";

    @TempDir private Path home;

    private static List<String> tokens(List<String> lines) {
        return lines.stream()
                .map(TOKEN::matcher)
                .filter(Matcher::find)
                .map(Matcher::group)
                .toList();
    }

    @Test
    void firstStart_tellsTheFirstKeyAndNoOtherStartDoes() throws Exception {
        assumeFalse(Artifact.isNative());
        Map<String, String> settings =
                Map.of("HINDSIGHT_HOME", home.toString(), "HINDSIGHT_AUTH", "keys");
        String key;
        try (Artifact first = Artifact.start(settings)) {
            String url = first.url();
            assertThat(tokens(first.said())).hasSize(1);
            key = tokens(first.said()).get(0);
            assertThat(open(url, key)).isEqualTo(200);
            assertThat(open(url, "none")).isEqualTo(401);
            first.terminate();
            first.exitCode();
            // Which answers 404.
            assertThat(first.said()).noneMatch(line -> line.contains("/mcp/sse"));
        }
        try (Artifact second = Artifact.start(settings)) {
            String url = second.url();
            assertThat(tokens(second.said())).isEmpty();
            assertThat(open(url, key)).isEqualTo(200);
            assertThat(second.complaints()).isEmpty();
            assertThat(revoke(url, key)).isEqualTo(204);
        }
        try (Artifact third = Artifact.start(settings)) {
            third.url();
            assertThat(tokens(third.said())).isEmpty();
            assertThat(third.complaints())
                    .singleElement()
                    .asString()
                    .contains("No API key administers all namespaces: the command `keys create");
        }
    }

    private static int revoke(String url, String token) {
        String path = "/api/v1/keys/" + token.substring(3, 19);
        return Api.sendTo(url, "DELETE", path, null, "Authorization", "Bearer " + token).status();
    }

    private static int open(String url, String token) {
        return Api.sendTo(url, "GET", "/api/v1/keys", null, "Authorization", "Bearer " + token)
                .status();
    }

    @Test
    void logs_tellNoSecretWhateverGoesWrong() throws Exception {
        assumeFalse(Artifact.isNative());
        String admin = "planted-admin-key-of-a-process-77";
        try (Artifact service =
                Artifact.start(
                        Map.of(
                                "HINDSIGHT_HOME",
                                home.toString(),
                                "HINDSIGHT_AUTH",
                                "keys",
                                "HINDSIGHT_ADMIN_KEY",
                                admin,
                                "QUARKUS_LOG_CATEGORY__DEV_HINDSIGHT__LEVEL",
                                "DEBUG"))) {
            String url = service.url();
            String key =
                    tell(url, admin, "POST", "/api/v1/keys", "{'name': 'k', 'role': 'writer'}")
                            .text("/key");
            misuse(url, key);
            talk(url, key);
            service.terminate();
            service.exitCode();

            assertThat(service.said()).anyMatch(line -> line.contains("Request refused"));
            assertThat(service.said()).noneMatch(line -> SECRET.matcher(line).find());
        }
    }

    private static Answer tell(String url, String token, String method, String path, String body) {
        return Api.sendTo(
                url,
                method,
                path,
                Api.json(body),
                "Authorization",
                "Bearer " + token,
                "Content-Type",
                body.contains("\n") ? "application/x-ndjson" : "application/json");
    }

    /** Good reports, bad ones, and wrong credentials. */
    private static void misuse(String url, String key) {
        String planted = "planted-payload-of-a-process";
        List<String> bodies =
                List.of(
                        "{'workflowId': 'w', 'externalId': 'e', 'input': '%s'}",
                        "{'workflowId': 'w', 'input': %s}",
                        "{'workflowId': 'w', 'status': '%s'}",
                        "{'workflowId': 'w', 'startedAt': '%s'}",
                        "{'workflowId': 'w', '%s': 1}",
                        "{'workflowId': 'w', 'labels': {'a': ['%s']}}",
                        "'%s'",
                        "%s");
        for (String body : bodies) {
            tell(url, key, "POST", EXECUTIONS, body.formatted(planted));
            tell(url, key, "PATCH", EXECUTIONS + "/ext:e", body.formatted(planted));
            tell(url, key, "POST", EXECUTIONS + "/ext:e/steps", body.formatted(planted));
            tell(url, key, "POST", EXECUTIONS + "/ext:e/logs", body.formatted(planted));
            tell(url, key, "POST", "/api/v1/ingest", body.formatted(planted) + "\n");
            tell(url, key, "POST", EXECUTIONS + "/import", body.formatted(planted) + "\n");
            tell(url, key, "PUT", EXECUTIONS + "/ext:e/artifacts", body.formatted(planted));
        }
        tell(url, "planted-wrong-token", "POST", EXECUTIONS, "{}");
        tell(url, key.replaceAll(".$", "x"), "POST", EXECUTIONS, "{}");
        tell(url, key, "POST", "/api/v1/keys", "{'name': 'k', 'role': 'admin'}");
        Api.sendTo(url, "GET", EXECUTIONS, null, "Authorization", "Basic planted-basic");
        Api.sendTo(url, "GET", EXECUTIONS, null, "Cookie", "session=planted-cookie");
    }

    private static void talk(String url, String key) {
        String live = url.replace("http://", "ws://");
        WebSocket.Builder headed =
                LiveClient.builder().header("Authorization", "Bearer planted-header");
        try (LiveClient told = LiveClient.openAt(live, LiveClient.builder());
                LiveClient wrong = LiveClient.openAt(live, headed);
                LiveClient garbled = LiveClient.openAt(live, LiveClient.builder())) {
            told.say("{'type': 'hello', 'token': '%s'}".formatted(key));
            told.next("welcome");
            wrong.say("{'type': 'hello'}");
            assertThat(wrong.closing().code()).isEqualTo(4401);
            garbled.say("{'type': 'hello', 'token': ['planted-token']}");
            assertThat(garbled.closing().code()).isEqualTo(4400);
        }
    }

    /** Runs behind all unit tests, whose output is in their reports. */
    @Test
    void logsOfAllTests_tellNoSecret() throws IOException {
        Path reports = Path.of("target/surefire-reports");
        assumeTrue(Files.isDirectory(reports), "no unit tests ran before");
        List<String> leaks = new ArrayList<>();
        try (Stream<Path> files = Files.list(reports)) {
            for (Path file :
                    files.filter(it -> it.toString().endsWith(".xml"))
                            .collect(Collectors.toList())) {
                Matcher output = OUTPUT.matcher(Files.readString(file, UTF_8));
                while (output.find()) {
                    Matcher secret = SECRET.matcher(output.group(2));
                    if (secret.find()) {
                        leaks.add(file.getFileName() + ": " + secret.group());
                    }
                }
            }
        }
        assertThat(leaks).isEmpty();
    }
}
