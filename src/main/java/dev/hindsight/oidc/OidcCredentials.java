package dev.hindsight.oidc;

import dev.hindsight.access.AccessConfig.Mode;
import dev.hindsight.access.Credentials;
import dev.hindsight.access.Grant;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Recognizes tokens of the provider. */
@Singleton
class OidcCredentials implements Credentials {

    private final TokenCheck check;
    private final GrantReader grants;

    OidcCredentials(TokenCheck check, GrantReader grants) {
        this.check = check;
        this.grants = grants;
    }

    @Override
    public Mode mode() {
        return Mode.OIDC;
    }

    @Override
    public Uni<Optional<Grant>> find(String token) {
        return TokenCheck.isToken(token)
                ? check.claims(token).chain(grants::grant).map(Optional::of)
                : Uni.createFrom().item(Optional.empty());
    }
}
