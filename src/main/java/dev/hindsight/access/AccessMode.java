package dev.hindsight.access;

import dev.hindsight.access.AccessConfig.Mode;
import dev.hindsight.boot.StartupCheck;
import dev.hindsight.problem.StartFailure;
import io.quarkus.vertx.http.runtime.VertxHttpConfig;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Which ways of proving who one is are open. Stops a service that would let everybody in from where
 * everybody is: which machines can connect is decided by the address that the service binds, so that is
 * what is looked at.
 */
@Singleton
public final class AccessMode implements StartupCheck {

    private static final Logger LOG = Logger.getLogger(AccessMode.class);

    private final AccessConfig config;
    private final String host;
    private final Set<Mode> open;

    AccessMode(AccessConfig config, VertxHttpConfig http) {
        this.config = config;
        // A command listens nowhere.
        this.host = http.hostEnabled() ? http.host() : "localhost";
        this.open = open(config.auth(), host);
    }

    /** Whether callers prove who they are in such a way. */
    public boolean isOpen(Mode mode) {
        return open.contains(mode);
    }

    /** Whether only this machine is meant to be let in, without any proof. */
    boolean isForThisMachineAlone() {
        return isOpen(Mode.NONE) && !config.authNoneAccepted();
    }

    @Override
    public void check() {
        StartupCheck.within(
                "hindsight.requests-per-second", config.requestsPerSecond(), 0, 1_000_000);
        check(open, config.authNoneAccepted(), host);
    }

    /**
     * The ways that are open.
     *
     * @param set what the settings say; empty: nothing, so that it follows from the host
     */
    static Set<Mode> open(Optional<Set<Mode>> set, String host) {
        return set.orElseGet(() -> Set.of(isLoopback(host) ? Mode.NONE : Mode.KEYS));
    }

    /**
     * Whether a service may run with given settings.
     *
     * @param host a name or an address, IPv6 with or without brackets; one that cannot be resolved is
     *     taken for one that others can reach
     */
    static void check(Set<Mode> open, boolean noneAccepted, String host) {
        if (open.contains(Mode.NONE) && open.size() > 1) {
            throw new StartFailure(
                    "HINDSIGHT_AUTH is none beside other ways: none lets everybody in, so it stands alone");
        }
        if (!open.contains(Mode.NONE) || isLoopback(host)) {
            return;
        }
        if (!noneAccepted) {
            throw new StartFailure(
                    "with HINDSIGHT_AUTH=none, everybody who can reach %s may do everything: set"
                                    .formatted(host)
                            + " QUARKUS_HTTP_HOST=127.0.0.1, or HINDSIGHT_AUTH=keys, or"
                            + " HINDSIGHT_AUTH_NONE_ACCEPTED=true if that is meant");
        }
        LOG.warnf("Everybody who can reach %s may do everything: HINDSIGHT_AUTH is none", host);
    }

    /** Whether only this machine can connect: every address of the host is a loopback one. */
    private static boolean isLoopback(String host) {
        try {
            return !host.isBlank()
                    && Stream.of(InetAddress.getAllByName(host))
                            .allMatch(InetAddress::isLoopbackAddress);
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
