package dev.hindsight.oidc;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Whose tokens are taken, and what they permit. Claims are named as they stand at the top of a token, or
 * by a JSON pointer (RFC 6901) to one further down, say {@code /realm_access/roles}.
 */
@ConfigMapping(prefix = "hindsight.oidc")
public interface OidcConfig {

    /**
     * The provider, exactly as its tokens name it in {@code iss}; below it lies {@code
     * /.well-known/openid-configuration}. Needed with {@code oidc}.
     */
    Optional<String> issuer();

    /**
     * The name under which the provider knows the dashboard. Default: none, and the dashboard asks for
     * a key or a token.
     */
    Optional<String> clientId();

    /**
     * What proves to the provider that the dashboard's sign-in comes from this service, where it asks
     * for that. Default: none, the client is a public one; PKCE protects either.
     */
    Optional<String> clientSecret();

    /** What the dashboard's sign-in asks the provider for; {@code offline_access} often means renewal. */
    @WithDefault("openid")
    String scope();

    /**
     * For whom a token is made out: {@code aud} must name one of these. Default: the {@link #clientId};
     * one of the two is needed with {@code oidc}.
     */
    Optional<Set<String>> audience();

    /** The claim with roles: a text, or an array of texts. */
    @WithDefault("roles")
    String roleClaim();

    /** Roles of the provider that make a viewer. */
    @WithDefault("hindsight-viewer")
    Set<String> viewers();

    /** Roles of the provider that make a writer. */
    @WithDefault("hindsight-writer")
    Set<String> writers();

    /** Roles of the provider that make an admin; of several roles the highest counts. */
    @WithDefault("hindsight-admin")
    Set<String> admins();

    /**
     * The claim with the one namespace that the bearer sees; {@code *}: all, for an admin. A token
     * without it permits nothing. Default: none, everybody is in {@link #namespace}.
     */
    Optional<String> namespaceClaim();

    /**
     * The namespace of everybody; {@code *}: all, for admins, and nobody else gets in. Not beside {@link
     * #namespaceClaim}. Default: {@code default}.
     */
    Optional<String> namespace();

    /**
     * The claim that permits payloads to be read, by being {@code true}. Default: none, everybody may read
     * them.
     */
    Optional<String> payloadsClaim();

    /**
     * How far the provider's clock may be ahead or behind when it is looked at whether a token has
     * expired, or counts already: up to {@code PT5M}.
     */
    @WithDefault("PT30S")
    Duration leeway();
}
