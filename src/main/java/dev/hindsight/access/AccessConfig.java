package dev.hindsight.access;

import dev.hindsight.boot.TrueOrFalse;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.util.Optional;
import java.util.Set;

/** Who may ask, and how it is known who asks. */
@ConfigMapping(prefix = "hindsight")
public interface AccessConfig {

    /**
     * How callers prove who they are. {@code none}: not at all, everybody administers everything; only
     * while the service listens on a loopback address, or with {@link #authNoneAccepted}. {@code keys}:
     * by an API key. {@code oidc}: by a token of an OpenID Connect provider, which {@code
     * hindsight.oidc.*} describes. {@code keys,oidc}: by either. Default: {@code none} on a loopback
     * address, else {@code keys}.
     */
    Optional<Set<Mode>> auth();

    /**
     * Whether {@code none} is meant, although other machines can reach the service: say because
     * something before it lets in only who may do everything.
     */
    @WithDefault("false")
    @WithConverter(TrueOrFalse.class)
    boolean authNoneAccepted();

    /**
     * Requests a second that one key, or one subject of tokens, may make of one replica, after a first
     * burst of as many; more are answered 429. {@code 0}: as many as they like. Where a namespace has a
     * quota, that bounds all its callers together instead.
     */
    @WithDefault("0")
    int requestsPerSecond();

    /** A way of proving who one is. */
    enum Mode {
        NONE,
        KEYS,
        OIDC
    }
}
