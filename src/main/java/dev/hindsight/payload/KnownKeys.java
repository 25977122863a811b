package dev.hindsight.payload;

import dev.hindsight.secret.SecretWords;
import org.jspecify.annotations.Nullable;

/**
 * Keys that were met before, so that they are judged and escaped once: the same few come with every
 * report.
 *
 * <p>Of a fixed size, whatever is sent: a new key takes the slot of an older one with the same
 * hash. Safe for use by many threads without locks: keys are immutable, and one lost to a race is
 * made again.
 */
final class KnownKeys {

    private static final int SLOTS = 1_024;

    /** Longer keys, in characters, are not kept. */
    private static final int MAX_KEPT = 64;

    private final SecretWords secrets;
    private final @Nullable Key[] slots = new Key[SLOTS];

    KnownKeys(SecretWords secrets) {
        this.secrets = secrets;
    }

    Key get(String name) {
        int hash = name.hashCode();
        int slot = (hash ^ (hash >>> 16)) & (SLOTS - 1);
        Key known = slots[slot];
        if (known != null && known.name().equals(name)) {
            return known;
        }
        Key key = new Key(name, secrets.match(name));
        if (name.length() <= MAX_KEPT) {
            slots[slot] = key;
        }
        return key;
    }

    /** A member's key, made ready to be written. */
    static final class Key {

        private final String name;
        private final byte[] json;
        private final boolean sanitized;
        private final boolean secret;

        Key(String name, boolean secret) {
            this.name = name;
            this.secret = secret;
            JsonText text = new JsonText(name.length() + 3);
            sanitized = text.string(name.toCharArray(), 0, name.length());
            json = text.mark(':').toBytes();
        }

        /** The key as sent. */
        String name() {
            return name;
        }

        /** The key as a JSON string that PostgreSQL can hold, and the colon. */
        byte[] json() {
            return json;
        }

        /** Whether the written key differs from the one sent. */
        boolean sanitized() {
            return sanitized;
        }

        /** Whether string values at and below the key are masked. */
        boolean secret() {
            return secret;
        }
    }
}
