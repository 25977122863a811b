package dev.hindsight.oidc;

import dev.hindsight.access.Role;
import dev.hindsight.namespace.Namespace;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The settings, and what follows from them where they say nothing. */
@Singleton
class OidcSettings {

    private final OidcConfig config;

    OidcSettings(OidcConfig config) {
        this.config = config;
    }

    String issuer() {
        return config.issuer().orElseThrow();
    }

    Set<String> audience() {
        return config.audience().orElseGet(() -> Set.of(config.clientId().orElseThrow()));
    }

    Optional<String> clientId() {
        return config.clientId();
    }

    Optional<String> clientSecret() {
        return config.clientSecret();
    }

    String scope() {
        return config.scope();
    }

    Duration leeway() {
        return config.leeway();
    }

    Claim roleClaim() {
        return Claim.of(config.roleClaim());
    }

    Optional<Claim> namespaceClaim() {
        return config.namespaceClaim().map(Claim::of);
    }

    Optional<Claim> payloadsClaim() {
        return config.payloadsClaim().map(Claim::of);
    }

    /** The namespace of everybody, where no claim says another. */
    String namespace() {
        return config.namespace().orElse(Namespace.DEFAULT);
    }

    /** The highest role that some words of the provider make; empty if they make none. */
    Optional<Role> role(Set<String> words) {
        return Stream.of(Role.values())
                .filter(role -> values(role).stream().anyMatch(words::contains))
                .reduce((lower, higher) -> higher);
    }

    private Set<String> values(Role role) {
        return switch (role) {
            case VIEWER -> config.viewers();
            case WRITER -> config.writers();
            case ADMIN -> config.admins();
        };
    }

    /** What makes a role, as people are told. */
    String roleWords() {
        Set<String> words = new TreeSet<>();
        Stream.of(Role.values()).map(this::values).forEach(words::addAll);
        return String.join(", ", words);
    }
}
