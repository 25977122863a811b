package dev.hindsight.key;

import dev.hindsight.access.AccessConfig.Mode;
import dev.hindsight.access.AccessMode;
import dev.hindsight.boot.Preparation;
import dev.hindsight.key.KeyService.Made;
import io.quarkus.vertx.http.runtime.VertxHttpConfig;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Gives the operator of a new installation a key to begin with. Where there ever was a key there is no
 * other: whoever revoked the last that may do everything is told so at each start, and so is whoever
 * began with lesser ones.
 */
@Singleton
final class FirstKey implements Preparation {

    private static final Logger LOG = Logger.getLogger(FirstKey.class);

    private static final Uni<Boolean> NO = Uni.createFrom().item(false);

    private final KeyService service;
    private final AdminKey adminKey;
    private final AccessMode mode;
    private final VertxHttpConfig http;

    FirstKey(KeyService service, AdminKey adminKey, AccessMode mode, VertxHttpConfig http) {
        this.service = service;
        this.adminKey = adminKey;
        this.mode = mode;
        this.http = http;
    }

    @Override
    public int order() {
        return 30;
    }

    @Override
    public Uni<Boolean> prepare() {
        boolean locked = mode.isOpen(Mode.KEYS) && !adminKey.isSet() && http.hostEnabled();
        return locked
                ? service.createFirst()
                        .invoke(FirstKey::print)
                        .chain(made -> made.isPresent() ? NO : service.lacksAdmin())
                        .invoke(this::warn)
                        .replaceWith(true)
                : Uni.createFrom().item(true);
    }

    /** An admin may also come with a token of the provider. */
    private void warn(boolean lacksAdmin) {
        if (lacksAdmin && !mode.isOpen(Mode.OIDC)) {
            LOG.warn(
                    "No API key administers all namespaces: the command `keys create <name> admin"
                            + " --namespace='*'` makes one");
        }
    }

    /** Onto the terminal, not into the log, which is kept and shipped. */
    private static void print(Optional<Made> made) {
        made.ifPresent(
                it ->
                        System.out.printf(
                                "hindsight: the first key, an admin of all namespaces, shown this"
                                        + " once: %s%n",
                                it.token()));
    }
}
