package dev.hindsight.oidc;

import static java.util.Locale.ROOT;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.jspecify.annotations.Nullable;

/** Whether a token is the provider's, for us, and of now. */
@Singleton
class TokenCheck {

    private static final Pattern FORM =
            Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*");

    /** With a pair of keys alone; {@code none}, and what is signed with one shared key, is nobody's. */
    private static final String[] ALGORITHMS = {
        AlgorithmIdentifiers.RSA_USING_SHA256,
        AlgorithmIdentifiers.RSA_USING_SHA384,
        AlgorithmIdentifiers.RSA_USING_SHA512,
        AlgorithmIdentifiers.RSA_PSS_USING_SHA256,
        AlgorithmIdentifiers.RSA_PSS_USING_SHA384,
        AlgorithmIdentifiers.RSA_PSS_USING_SHA512,
        AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256,
        AlgorithmIdentifiers.ECDSA_USING_P384_CURVE_AND_SHA384,
        AlgorithmIdentifiers.ECDSA_USING_P521_CURVE_AND_SHA512,
        AlgorithmIdentifiers.EDDSA
    };

    /** What else a provider signs is no token of a caller: say that somebody signed out. */
    private static final Set<String> TYPES = Set.of("jwt", "at+jwt", "application/at+jwt");

    private static final Map<Integer, String> REASONS =
            Map.of(
                    ErrorCodes.EXPIRED,
                    "The token has expired.",
                    ErrorCodes.NOT_YET_VALID,
                    "The token is not valid yet.",
                    ErrorCodes.ISSUER_INVALID,
                    "The token is of another issuer.",
                    ErrorCodes.AUDIENCE_INVALID,
                    "The token is made out for another audience.",
                    ErrorCodes.AUDIENCE_MISSING,
                    "The token names no audience.");

    private final OidcSettings settings;
    private final Provider provider;
    private final ObjectMapper json;
    private final Clock clock;

    TokenCheck(OidcSettings settings, Provider provider, ObjectMapper json, Clock clock) {
        this.settings = settings;
        this.provider = provider;
        this.json = json;
        this.clock = clock;
    }

    /** Whether a text has the form of a token. */
    static boolean isToken(String text) {
        return FORM.matcher(text).matches();
    }

    /**
     * The claims of a token. Immediately, where its key is known.
     *
     * @throws ProblemException {@code unauthenticated} if it is none of the provider, for us, and of now;
     *     503 if that cannot be found out; as a failure of the answer
     */
    Uni<JsonNode> claims(String token) {
        return claims(token, settings.audience());
    }

    /** The same, for one that is made out for somebody else of ours. */
    Uni<JsonNode> claims(String token, Set<String> audience) {
        Head head = head(token);
        if (head == null) {
            return Uni.createFrom().failure(() -> invalid("The token is not valid."));
        }
        String key = head.key();
        Uni<ProviderFacts> facts = key == null ? provider.facts() : provider.factsWith(key);
        return facts.map(known -> verify(token, known, audience));
    }

    /**
     * What a token says of its signature, of which nothing is known yet.
     *
     * @param key the name of the key; {@code null} if it names none
     */
    private record Head(@Nullable String key) {}

    /** {@code null}, if it is not for callers, or not signed as the provider does. */
    private @Nullable Head head(String token) {
        try {
            String text = token.substring(0, token.indexOf('.'));
            JsonNode head = json.readTree(Base64.getUrlDecoder().decode(text));
            JsonNode type = head.path("typ");
            JsonNode key = head.path("kid");
            boolean good =
                    (type.isMissingNode() || TYPES.contains(type.asText().toLowerCase(ROOT)))
                            && Arrays.asList(ALGORITHMS).contains(head.path("alg").textValue())
                            && (key.isMissingNode() || key.isTextual());
            return good ? new Head(key.textValue()) : null;
        } catch (IllegalArgumentException | IOException noToken) {
            return null;
        }
    }

    private JsonNode verify(String token, ProviderFacts known, Set<String> audience) {
        try {
            return json.readTree(consumer(known, audience).processToClaims(token).getRawJson());
        } catch (InvalidJwtException wrong) {
            throw invalid(
                    wrong.getErrorDetails().stream()
                            .map(error -> REASONS.get(error.getErrorCode()))
                            .filter(Objects::nonNull)
                            .findFirst()
                            .orElse("The token is not valid."));
        } catch (JsonProcessingException | ClassCastException wrong) {
            // The library takes some members of a header for texts, whatever they are.
            throw invalid("The token is not valid.");
        }
    }

    /** Made for each token, since it holds the time: next to a signature that takes nothing. */
    private JwtConsumer consumer(ProviderFacts known, Set<String> audience) {
        JwksVerificationKeyResolver keys = new JwksVerificationKeyResolver(known.keys());
        keys.setDisambiguateWithVerifySignature(true);
        return new JwtConsumerBuilder()
                .setVerificationKeyResolver(keys)
                .setJwsAlgorithmConstraints(ConstraintType.PERMIT, ALGORITHMS)
                .setExpectedIssuer(settings.issuer())
                .setExpectedAudience(audience.toArray(String[]::new))
                .setRequireExpirationTime()
                .setRequireSubject()
                .setAllowedClockSkewInSeconds((int) settings.leeway().toSeconds())
                .setEvaluationTime(NumericDate.fromMilliseconds(clock.millis()))
                .build();
    }

    static ProblemException invalid(String detail) {
        return new ProblemException(ProblemType.UNAUTHENTICATED, detail);
    }
}
