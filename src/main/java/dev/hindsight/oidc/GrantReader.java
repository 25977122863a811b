package dev.hindsight.oidc;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hindsight.access.Caller;
import dev.hindsight.access.Grant;
import dev.hindsight.access.Role;
import dev.hindsight.namespace.Namespace;
import dev.hindsight.namespace.Namespace.Quotas;
import dev.hindsight.namespace.Namespaces;
import dev.hindsight.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the claims of a good token permit. */
@Singleton
class GrantReader {

    /** So long a subject may be, by the standard. */
    private static final int MAX_SUBJECT = 255;

    private final OidcSettings settings;
    private final Namespaces namespaces;

    GrantReader(OidcSettings settings, Namespaces namespaces) {
        this.settings = settings;
        this.namespaces = namespaces;
    }

    /**
     * What they permit. It has no end of its own: a token that is renewed lasts as long as its bearer is
     * known to the provider, and so may the keys that an admin makes with one.
     *
     * @throws ProblemException {@code unauthenticated} for a token that its bearer alone does not prove;
     *     {@code forbidden} for one that permits nothing here, saying why; as a failure of the answer
     */
    Uni<Grant> grant(JsonNode claims) {
        String subject = claims.path("sub").asText();
        if (subject.isBlank() || subject.length() > MAX_SUBJECT || subject.indexOf('\0') >= 0) {
            throw TokenCheck.invalid("The token names no subject.");
        }
        if (claims.has("cnf")) {
            throw TokenCheck.invalid(
                    "The token is bound to a key that its bearer must prove to hold (cnf), which"
                            + " cannot be done here.");
        }
        Role role = role(claims);
        boolean payloads = payloads(claims);
        String actor = "oidc:" + subject;
        String name = namespace(claims);
        if (name.equals(Namespace.ALL)) {
            if (role != Role.ADMIN) {
                throw Caller.forbidden("The token is of all namespaces (*), which takes an admin.");
            }
            return Uni.createFrom().item(new Grant(actor, role, null, payloads, Quotas.NONE, null));
        }
        return namespaces
                .findRecent(name)
                .map(
                        found -> {
                            Namespace home =
                                    found.orElseThrow(
                                            () ->
                                                    Caller.forbidden(
                                                            "The namespace of the token is not there:"
                                                                    + " an admin of all namespaces"
                                                                    + " makes it."));
                            return new Grant(
                                    actor,
                                    role,
                                    new Grant.Home(home.id(), home.name()),
                                    payloads,
                                    home.quotas(),
                                    null);
                        });
    }

    private Role role(JsonNode claims) {
        Claim claim = settings.roleClaim();
        @Nullable Set<String> words = claim.words(claims);
        if (words == null) {
            throw Caller.forbidden(
                    "The claim %s of the token is neither a text nor an array of texts."
                            .formatted(claim.name()));
        }
        return settings.role(words)
                .orElseThrow(
                        () ->
                                Caller.forbidden(
                                        "The token has no role here: its claim %s has none of %s."
                                                .formatted(claim.name(), settings.roleWords())));
    }

    private String namespace(JsonNode claims) {
        Optional<Claim> claim = settings.namespaceClaim();
        if (claim.isEmpty()) {
            return settings.namespace();
        }
        JsonNode value = claim.get().in(claims);
        JsonNode name = value.isArray() && value.size() == 1 ? value.get(0) : value;
        if (!name.isTextual()) {
            throw Caller.forbidden(
                    "The token has no namespace here: its claim %s must be one text."
                            .formatted(claim.get().name()));
        }
        return name.textValue();
    }

    /** Only what says so: anything else might mean the opposite. */
    private boolean payloads(JsonNode claims) {
        return settings.payloadsClaim()
                .map(claim -> claim.in(claims))
                .map(value -> value.isBoolean() ? value.booleanValue() : isTrue(value))
                .orElse(true);
    }

    private static boolean isTrue(JsonNode value) {
        return value.isTextual() && value.textValue().equals("true");
    }
}
