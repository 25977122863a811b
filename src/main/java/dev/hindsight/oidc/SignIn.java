package dev.hindsight.oidc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hindsight.access.AccessConfig.Mode;
import dev.hindsight.access.AccessMode;
import dev.hindsight.oidc.ProviderClient.Answer;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import io.github.bucket4j.Bucket;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Signs people in who look with a browser: the page goes to the provider and comes back with a code,
 * which becomes a token here. So the page speaks to nobody else, needs no permission of the provider to
 * ask across sites, and a secret of the client stays here. Nothing is remembered: what the page brings
 * with the code (PKCE, nonce) shows that it began the sign-in itself.
 */
@Singleton
class SignIn {

    /** Anybody may ask; more in a second are not handed on. */
    private static final int MOST_A_SECOND = 20;

    private final OidcSettings settings;
    private final AccessMode mode;
    private final Provider provider;
    private final ProviderClient client;
    private final TokenCheck check;
    private final GrantReader grants;
    private final ObjectMapper json;
    private final Bucket bucket =
            Bucket.builder()
                    .addLimit(
                            it ->
                                    it.capacity(MOST_A_SECOND)
                                            .refillGreedy(MOST_A_SECOND, Duration.ofSeconds(1)))
                    .build();

    SignIn(
            OidcSettings settings,
            AccessMode mode,
            Provider provider,
            ProviderClient client,
            TokenCheck check,
            GrantReader grants,
            ObjectMapper json) {
        this.settings = settings;
        this.mode = mode;
        this.provider = provider;
        this.client = client;
        this.check = check;
        this.grants = grants;
        this.json = json;
    }

    /**
     * What a page needs to begin; that nothing is offered, where it is not.
     *
     * @throws ProblemException 503 if the provider cannot be read, as a failure of the answer
     */
    Uni<JsonNode> offer() {
        ObjectNode offer = json.createObjectNode();
        if (!mode.isOpen(Mode.OIDC) || settings.clientId().isEmpty()) {
            return Uni.createFrom().item(offer.put("offered", false));
        }
        return provider.facts()
                .map(
                        facts -> {
                            URI endSession = facts.endSession();
                            return offer.put("offered", facts.authorization() != null)
                                    .put("keys", mode.isOpen(Mode.KEYS))
                                    .put("clientId", settings.clientId().orElseThrow())
                                    .put("scope", settings.scope())
                                    .put("authorization", Objects.toString(facts.authorization()))
                                    .put(
                                            "endSession",
                                            endSession == null ? null : endSession.toString());
                        });
    }

    /**
     * Makes a token of a code, or of what renews one.
     *
     * @param order {@code code}, {@code verifier}, {@code redirectUri} and {@code nonce}; or {@code
     *     refreshToken}
     * @throws ProblemException {@code unauthenticated} if the provider takes neither, {@code forbidden}
     *     if the token permits nothing here, {@code overloaded}; as a failure of the answer
     */
    Uni<JsonNode> exchange(JsonNode order) {
        if (!mode.isOpen(Mode.OIDC) || settings.clientId().isEmpty()) {
            throw new ProblemException(ProblemType.NOT_FOUND, "Nobody signs in here.");
        }
        Map<String, String> form = form(order);
        if (!bucket.tryConsume(1)) {
            throw new ProblemException(
                    ProblemType.OVERLOADED,
                    "Too many people sign in at once.",
                    List.of(),
                    Map.of("retryAfter", 1));
        }
        return provider.facts()
                .chain(facts -> ask(facts.token(), form))
                .chain(answer -> told(answer, order.path("nonce").textValue()));
    }

    private static Map<String, String> form(JsonNode order) {
        Map<String, String> form = new LinkedHashMap<>();
        if (order.has("refreshToken")) {
            form.put("grant_type", "refresh_token");
            form.put("refresh_token", text(order, "refreshToken"));
        } else {
            form.put("grant_type", "authorization_code");
            form.put("code", text(order, "code"));
            form.put("code_verifier", text(order, "verifier"));
            form.put("redirect_uri", text(order, "redirectUri"));
            text(order, "nonce");
        }
        return form;
    }

    private static String text(JsonNode order, String name) {
        JsonNode value = order.path(name);
        if (!value.isTextual() || value.textValue().isEmpty()) {
            throw new ProblemException(
                    ProblemType.INVALID_REQUEST, "The member %s must be a text.".formatted(name));
        }
        return value.textValue();
    }

    private Uni<Answer> ask(@Nullable URI address, Map<String, String> form) {
        if (address == null) {
            throw Provider.unavailable();
        }
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address)
                        .header("Content-Type", "application/x-www-form-urlencoded");
        String id = settings.clientId().orElseThrow();
        settings.clientSecret()
                .ifPresentOrElse(
                        secret -> request.header("Authorization", basic(id, secret)),
                        () -> form.put("client_id", id));
        String body =
                form.entrySet().stream()
                        .map(it -> it.getKey() + "=" + encoded(it.getValue()))
                        .collect(Collectors.joining("&"));
        return client.send(request.POST(BodyPublishers.ofString(body)))
                .onFailure()
                .transform(away -> Provider.unavailable());
    }

    private static String basic(String id, String secret) {
        String both = encoded(id) + ":" + encoded(secret);
        return "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private Uni<JsonNode> told(Answer answer, @Nullable String nonce) {
        if (answer.status() >= 500) {
            throw Provider.unavailable();
        }
        if (answer.status() != 200) {
            throw TokenCheck.invalid("The provider does not accept this sign-in: begin it again.");
        }
        String idToken = answer.body().path("id_token").textValue();
        Uni<Boolean> same =
                idToken == null || nonce == null
                        ? Uni.createFrom().item(true)
                        : check.claims(idToken, Set.of(settings.clientId().orElseThrow()))
                                .map(claims -> nonce.equals(claims.path("nonce").textValue()));
        return same.chain(
                isOurs -> {
                    if (!isOurs) {
                        throw TokenCheck.invalid("The sign-in was begun by another page.");
                    }
                    return good(answer.body().path("access_token").textValue(), idToken)
                            .map(token -> session(token, answer.body()));
                });
    }

    /** The token that opens: many providers hand out access tokens that only they can read. */
    private Uni<String> good(@Nullable String access, @Nullable String id) {
        if (access != null && TokenCheck.isToken(access)) {
            Uni<String> first = opens(access);
            return id == null
                    ? first
                    : first.onFailure(ProblemException.class).recoverWithUni(() -> opens(id));
        }
        if (id == null) {
            throw TokenCheck.invalid("The provider handed out no token that can be read here.");
        }
        return opens(id);
    }

    private Uni<String> opens(String token) {
        return check.claims(token).chain(grants::grant).replaceWith(token);
    }

    private JsonNode session(String token, JsonNode answer) {
        ObjectNode session = json.createObjectNode().put("token", token);
        return session.put("refreshToken", answer.path("refresh_token").textValue())
                .put("idToken", answer.path("id_token").textValue());
    }
}
