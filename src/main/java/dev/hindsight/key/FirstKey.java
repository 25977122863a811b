package dev.hindsight.key;

import dev.hindsight.access.AccessConfig.Mode;
import dev.hindsight.access.AccessMode;
import dev.hindsight.boot.Preparation;
import dev.hindsight.key.KeyService.Made;
import io.quarkus.vertx.http.runtime.VertxHttpConfig;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Gives the operator of a new installation a key to begin with. */
@Singleton
final class FirstKey implements Preparation {

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
                ? service.createFirst().invoke(FirstKey::print).replaceWith(true)
                : Uni.createFrom().item(true);
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
