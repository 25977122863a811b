package dev.hindsight.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hindsight.fixture.HeldClock;
import dev.hindsight.fixture.TokenIssuer;
import dev.hindsight.fixture.TokenIssuer.Reply;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When the provider is asked for its keys, and what is known while it is away. */
class ProviderTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final TokenIssuer issuer = TokenIssuer.start();
    private final HeldClock clock = new HeldClock();
    private final OidcSettings settings =
            new OidcSettings(
                    Settings.of("issuer", issuer.issuer(), "audience", TokenIssuer.AUDIENCE));
    private final Provider provider =
            new Provider(new ProviderClient(new ObjectMapper()), settings, clock);
    private final TokenCheck check = new TokenCheck(settings, provider, new ObjectMapper(), clock);

    @AfterEach
    void close() {
        issuer.close();
    }

    private JsonNode ask(String token) {
        return check.claims(token).await().atMost(PATIENCE);
    }

    private void assertRefused(String token, ProblemType type) {
        assertThatThrownBy(() -> ask(token))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.type()).isEqualTo(type));
    }

    @Test
    void keys_areReadOnceForManyTokens() {
        assertThat(issuer.questions()).isZero();

        List<Uni<JsonNode>> asked =
                IntStream.range(0, 50).mapToObj(i -> check.claims(issuer.token("viewer"))).toList();
        Uni.join().all(asked).andFailFast().await().atMost(PATIENCE);
        ask(issuer.token("admin"));

        assertThat(issuer.questions()).isEqualTo(1);
    }

    @Test
    void newKey_isTakenUpWhenATokenNamesIt() {
        ask(issuer.token("viewer"));
        String old = issuer.token("viewer");
        issuer.rotate();
        clock.move(Provider.BETWEEN);

        assertThat(ask(issuer.token("viewer")).path("sub").asText()).isEqualTo("somebody");

        assertRefused(old, ProblemType.UNAUTHENTICATED);
        assertThat(issuer.questions()).isEqualTo(2);
    }

    @Test
    void unknownKeys_areAskedForOnceInAWhileWhoeverTriesHowMany() {
        ask(issuer.token("viewer"));
        for (int i = 0; i < 30; i++) {
            assertRefused(ofUnknownKey(), ProblemType.UNAUTHENTICATED);
        }
        assertThat(issuer.questions()).isEqualTo(1);

        clock.move(Provider.BETWEEN);
        for (int i = 0; i < 30; i++) {
            assertRefused(ofUnknownKey(), ProblemType.UNAUTHENTICATED);
        }

        assertThat(issuer.questions()).isEqualTo(2);
        ask(issuer.token("viewer"));
    }

    private String ofUnknownKey() {
        var header = issuer.header("RS256");
        header.put("kid", UUID.randomUUID().toString());
        return issuer.sign(header, issuer.claims("viewer"));
    }

    @Test
    void withdrawnKey_isForgottenInTime() {
        String old = issuer.token("viewer", "exp", clock.instant().getEpochSecond() + 86_400);
        ask(old);
        issuer.rotate();
        clock.move(Provider.FRESH);

        // It is read again behind the first that asks.
        ask(old);

        long patience = System.nanoTime() + PATIENCE.toNanos();
        while (issuer.questions() < 2 && System.nanoTime() < patience) {
            Thread.onSpinWait();
        }
        String renewed = issuer.token("viewer", "exp", clock.instant().getEpochSecond() + 60);
        ask(renewed);
        assertRefused(old, ProblemType.UNAUTHENTICATED);
        assertThat(issuer.questions()).isEqualTo(2);
    }

    @Test
    void providerThatIsAwayAtFirst_isFoundWhenItIsBack() {
        String token = issuer.token("viewer");
        issuer.close();
        assertRefused(token, ProblemType.UNAVAILABLE);
        issuer.comeBack();

        assertRefused(token, ProblemType.UNAVAILABLE);
        assertThat(issuer.questions()).isZero();

        clock.move(Provider.BETWEEN);
        ask(token);
    }

    @Test
    void providerThatGoesAway_isNotMissedForADay() {
        String token = issuer.token("viewer", "exp", clock.instant().getEpochSecond() + 172_800);
        ask(token);
        issuer.close();
        clock.move(Provider.USABLE.minusSeconds(1));

        ask(token);
        assertRefused(ofUnknownKey(), ProblemType.UNAUTHENTICATED);

        clock.move(Duration.ofSeconds(10));
        assertRefused(token, ProblemType.UNAVAILABLE);
        issuer.comeBack();
        clock.move(Provider.BETWEEN);
        ask(token);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "500 | {}",
                "200 | <html>no</html>",
                "200 | []",
                "200 | {}",
                "302 | {}",
                "200 | {'issuer': 'https://somebody.example'}",
                "200 | {'issuer': 'ISSUER'}",
                "200 | {'issuer': 'ISSUER', 'jwks_uri': 'no address'}",
                "200 | {'issuer': 'ISSUER', 'jwks_uri': 'file:///etc/passwd'}",
                "200 | {'issuer': 'ISSUER', 'jwks_uri': 'SELF', 'keys': []}",
                "200 | {'issuer': 'ISSUER', 'jwks_uri': 'SELF', 'keys': [{'kty': 'RSA'}]}",
                "200 | {'issuer': 'ISSUER', 'jwks_uri': 'SELF', 'keys': 'x'}",
                "200 | {'issuer': 'ISSUER', 'jwks_uri': 'SELF', 'keys': [{'kty': 'oct', 'k': 'c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0'}]}"
            })
    void rubbish_isLikeBeingAway(int status, String body) {
        issuer.answer(
                new Reply(
                        status,
                        body.replace('\'', '"')
                                .replace("ISSUER", issuer.issuer())
                                .replace("SELF", issuer.issuer() + "/keys")));
        assertRefused(issuer.token("viewer"), ProblemType.UNAVAILABLE);

        issuer.answer(null);
        clock.move(Provider.BETWEEN);
        ask(issuer.token("viewer"));
    }

    @Test
    void endlessAnswer_isNotReadToItsEnd() {
        issuer.answer(new Reply(200, "{\"issuer\": \"" + "x".repeat(1024 * 1024) + "\"}"));
        assertRefused(issuer.token("viewer"), ProblemType.UNAVAILABLE);
    }

    @Test
    void rubbishLater_keepsWhatIsKnown() {
        ask(issuer.token("viewer"));
        issuer.answer(new Reply(200, "{}"));
        clock.move(Provider.FRESH);

        ask(issuer.token("viewer", "exp", clock.instant().getEpochSecond() + 60));
        assertRefused(ofUnknownKey(), ProblemType.UNAUTHENTICATED);
    }
}
