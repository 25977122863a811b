package dev.hindsight.oidc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.access.Key;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.TokenIssuer;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a page needs to sign somebody in, without a browser. */
@QuarkusTest
@TestProfile(OidcProfile.class)
class SignInTest {

    private static final String BACK = "http://localhost/ui/sign-in";

    private final String verifier = UUID.randomUUID() + "-" + UUID.randomUUID();

    /** A code as the provider gives it to a page that brought this challenge and nonce. */
    private String code() {
        String authorization = Api.get(SignInGate.OFFER).text("/authorization");
        Answer sent =
                Api.sendTo(
                        authorization,
                        "GET",
                        "?client_id=hindsight-dashboard&state=s&nonce=n&redirect_uri=%s&code_challenge=%s"
                                .formatted(Api.segment(BACK), TokenIssuer.challenge(verifier)),
                        null);
        return sent.header("Location").replaceAll(".*[?&]code=([^&]+).*", "$1");
    }

    private static Answer exchange(String code, String verifier, String nonce) {
        return Api.post(
                SignInGate.TOKEN,
                "{'code': '%s', 'verifier': '%s', 'nonce': '%s', 'redirectUri': '%s'}"
                        .formatted(code, verifier, nonce, BACK));
    }

    @Test
    void offer_isOpenToEverybody() {
        Answer offer = Api.get(SignInGate.OFFER);

        assertThat(offer.status()).isEqualTo(200);
        assertThat(offer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(offer.at("/offered").asBoolean()).isTrue();
        assertThat(offer.at("/keys").asBoolean()).isTrue();
        assertThat(offer.text("/clientId")).isEqualTo("hindsight-dashboard");
        assertThat(offer.text("/scope")).isEqualTo("openid");
        assertThat(offer.at("/endSession").isNull()).isTrue();
    }

    @Test
    void code_becomesATokenThatOpens() {
        Answer session = exchange(code(), verifier, "n");

        assertThat(session.status()).as(session.http().body()).isEqualTo(200);
        assertThat(session.header("Cache-Control")).isEqualTo("no-store");
        Key bearer = new Key("oidc", session.text("/token"));
        assertThat(bearer.get(Api.EXECUTIONS).status()).isEqualTo(200);
        assertThat(bearer.post(Api.EXECUTIONS, "{'workflowId': 'w'}").status()).isEqualTo(403);
    }

    @Test
    void token_isRenewed() {
        Answer session = exchange(code(), verifier, "n");
        String order = "{'refreshToken': '%s'}".formatted(session.text("/refreshToken"));

        Answer renewed = Api.post(SignInGate.TOKEN, order);
        Answer again = Api.post(SignInGate.TOKEN, order);

        assertThat(renewed.status()).as(renewed.http().body()).isEqualTo(200);
        assertThat(renewed.text("/refreshToken")).isNotEqualTo(session.text("/refreshToken"));
        assertThat(again.status()).isEqualTo(401);
    }

    @Test
    void codeOfAnother_isRefused() {
        String code = code();
        assertThat(exchange(code(), "guessed", "n").status()).isEqualTo(401);
        assertThat(exchange(code(), verifier, "another").status()).isEqualTo(401);
        assertThat(exchange("guessed", verifier, "n").status()).isEqualTo(401);
        assertThat(exchange(code, verifier, "n").status()).isEqualTo(200);
        assertThat(exchange(code, verifier, "n").status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{}", "x", "{'code': 'c'}", "{'refreshToken': 7}", "1"})
    void nonsense_isRefused(String body) {
        assertThat(Api.post(SignInGate.TOKEN, body).status()).isEqualTo(400);
    }

    @Test
    void onlyPagesOfItsOwn_mayAsk() {
        Answer foreign =
                Api.post(SignInGate.TOKEN, "{'refreshToken': 'x'}", "Origin", "https://x.example");
        Answer form =
                Api.post(
                        SignInGate.TOKEN,
                        "{'refreshToken': 'x'}",
                        "Content-Type",
                        "application/x-www-form-urlencoded");

        assertThat(foreign.status()).isEqualTo(403);
        assertThat(form.status()).isEqualTo(415);
        assertThat(Api.get(SignInGate.TOKEN).status()).isEqualTo(405);
        assertThat(Api.post(SignInGate.OFFER, "{}").status()).isEqualTo(405);
    }

    @Test
    void longOrder_isRefused() {
        byte[] body = ("{\"refreshToken\": \"" + "x".repeat(70_000) + "\"}").getBytes(UTF_8);

        assertThat(Api.send("POST", SignInGate.TOKEN, body).status()).isEqualTo(413);
    }

    @Test
    void flood_isNotHandedOn() {
        List<Integer> statuses =
                IntStream.range(0, 60)
                        .parallel()
                        .mapToObj(i -> Api.post(SignInGate.TOKEN, "{'refreshToken': 'x'}").status())
                        .toList();

        assertThat(statuses).contains(429).allMatch(it -> it == 401 || it == 429);
    }
}
