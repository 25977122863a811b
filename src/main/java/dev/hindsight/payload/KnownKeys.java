package dev.hindsight.payload;

import dev.hindsight.secret.SecretWords;
import java.security.SecureRandom;
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

    private static final long HASH_START = new SecureRandom().nextLong();

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

        private final long hash;

        private final boolean sanitized;
        private final boolean secret;

        Key(String name, boolean secret) {
            this.name = name;
            this.secret = secret;
            JsonBuffer text = new JsonBuffer(name.length() + 3);
            sanitized = text.string(name.toCharArray(), 0, name.length());
            json = text.mark(':').toBytes();
            hash = hash(json);
        }

        /** FNV-1a from a start that nobody can guess, its bits stirred at the end. */
        private static long hash(byte[] bytes) {
            long hash = HASH_START;
            for (byte b : bytes) {
                hash = (hash ^ b) * 0x100000001b3L;
            }
            hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
            return hash ^ (hash >>> 33);
        }

        /** The key as sent. */
        String name() {
            return name;
        }

        /** The key as a JSON string that PostgreSQL can hold, and the colon. */
        byte[] json() {
            return json;
        }

        /** Tells keys apart as they are written, but for one chance in 2^64. */
        long hash() {
            return hash;
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
