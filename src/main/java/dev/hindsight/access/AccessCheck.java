package dev.hindsight.access;

import dev.hindsight.access.AccessConfig.Mode;
import dev.hindsight.boot.StartupCheck;
import dev.hindsight.problem.StartFailure;
import io.quarkus.vertx.http.runtime.VertxHttpConfig;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Stops a service that would let everybody in from where everybody is. Which machines can connect is
 * decided by the address that the service binds, so that is what is looked at.
 */
@Singleton
final class AccessCheck implements StartupCheck {

    private static final Logger LOG = Logger.getLogger(AccessCheck.class);

    private final AccessConfig config;
    private final VertxHttpConfig http;

    AccessCheck(AccessConfig config, VertxHttpConfig http) {
        this.config = config;
        this.http = http;
    }

    @Override
    public void check() {
        // A command listens nowhere.
        String host = http.hostEnabled() ? http.host() : "localhost";
        check(config.auth(), config.authNoneAccepted(), host);
    }

    /**
     * The same of given settings.
     *
     * @param host a name or an address, IPv6 with or without brackets; one that cannot be resolved is
     *     taken for one that others can reach
     */
    static void check(Set<Mode> auth, boolean noneAccepted, String host) {
        if (!auth.equals(Set.of(Mode.NONE))) {
            throw new StartFailure(
                    "HINDSIGHT_AUTH can only be none in this release: keys and oidc come with a"
                            + " later one");
        }
        if (isLoopback(host)) {
            return;
        }
        if (!noneAccepted) {
            throw new StartFailure(
                    "with HINDSIGHT_AUTH=none, everybody who can reach %s may do everything: set"
                                    .formatted(host)
                            + " QUARKUS_HTTP_HOST=127.0.0.1, or HINDSIGHT_AUTH_NONE_ACCEPTED=true"
                            + " if that is meant");
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
