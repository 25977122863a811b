package dev.hindsight.access;

import dev.hindsight.boot.TrueOrFalse;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.util.Set;

/** Who may ask, and how it is known who asks. */
@ConfigMapping(prefix = "hindsight")
public interface AccessConfig {

    /**
     * How callers prove who they are. {@code none}: not at all, everybody is the administrator; only
     * while the service listens on a loopback address, or with {@link #authNoneAccepted}. {@code keys}
     * and {@code oidc} are not available yet.
     */
    @WithDefault("none")
    Set<Mode> auth();

    /**
     * Whether {@code none} is meant, although other machines can reach the service: say because
     * something before it lets in only who may do everything.
     */
    @WithDefault("false")
    @WithConverter(TrueOrFalse.class)
    boolean authNoneAccepted();

    /** A way of proving who one is. */
    enum Mode {
        NONE,
        KEYS,
        OIDC
    }
}
