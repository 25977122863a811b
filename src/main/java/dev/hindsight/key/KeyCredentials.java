package dev.hindsight.key;

import dev.hindsight.access.AccessConfig.Mode;
import dev.hindsight.access.Credentials;
import dev.hindsight.access.Grant;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Recognizes keys by their tokens. */
@Singleton
final class KeyCredentials implements Credentials {

    private final KeyRing ring;
    private final KeyUses uses;

    KeyCredentials(KeyRing ring, KeyUses uses) {
        this.ring = ring;
        this.uses = uses;
    }

    @Override
    public Mode mode() {
        return Mode.KEYS;
    }

    @Override
    public Uni<Optional<Grant>> find(String token) {
        return KeyToken.read(token)
                .map(ring::find)
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()))
                .invoke(found -> found.ifPresent(grant -> uses.note(grant.actor())));
    }
}
