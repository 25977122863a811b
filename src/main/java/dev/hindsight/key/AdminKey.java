package dev.hindsight.key;

import dev.hindsight.access.AccessConfig.Mode;
import dev.hindsight.access.Credentials;
import dev.hindsight.access.Grant;
import dev.hindsight.boot.StartupCheck;
import dev.hindsight.problem.StartFailure;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/** The key of the settings. It is in no table: whoever changes the setting revokes it. */
@Singleton
final class AdminKey implements Credentials, StartupCheck {

    private static final Logger LOG = Logger.getLogger(AdminKey.class);
    private static final Pattern FORM = Pattern.compile("[!-~]{1,1024}");

    /** Shorter ones could be guessed in time. */
    private static final int SAFE_LENGTH = 24;

    private static final Optional<Grant> GRANT = Optional.of(Grant.everything("admin-key"));

    private final Optional<String> key;
    private final Optional<KeyToken.Hash> hash;

    AdminKey(KeyConfig config) {
        this.key = config.adminKey();
        this.hash = key.map(KeyToken.Hash::of);
    }

    /** Whether the settings bring one. */
    boolean isSet() {
        return hash.isPresent();
    }

    @Override
    public void check() {
        if (key.isEmpty()) {
            return;
        }
        if (!FORM.matcher(key.get()).matches()) {
            throw new StartFailure(
                    "HINDSIGHT_ADMIN_KEY must be of 1 to 1024 visible ASCII characters, without spaces");
        }
        if (key.get().length() < SAFE_LENGTH) {
            LOG.warnf(
                    "HINDSIGHT_ADMIN_KEY has less than %d characters, and opens everything: `openssl"
                            + " rand -hex 32` makes a better one",
                    SAFE_LENGTH);
        }
    }

    @Override
    public Mode mode() {
        return Mode.KEYS;
    }

    @Override
    public Uni<Optional<Grant>> find(String token) {
        boolean same = hash.isPresent() && hash.get().matches(KeyToken.Hash.of(token));
        return Uni.createFrom().item(same ? GRANT : Optional.empty());
    }
}
