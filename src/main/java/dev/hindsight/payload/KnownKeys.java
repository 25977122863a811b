package dev.hindsight.payload;

import dev.hindsight.secret.SecretWords;
import java.security.SecureRandom;
import java.util.Arrays;
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

        /** Tells keys apart as they are written, but for one chance in 2^64. */
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

        /** Whether the written key differs from the one sent. */
        boolean sanitized() {
            return sanitized;
        }

        /** Whether string values at and below the key are masked. */
        boolean secret() {
            return secret;
        }
    }

    /**
     * The keys of the objects around a value, to find those that come twice: PostgreSQL would keep the
     * last of them without a word.
     *
     * <p>Of a key no more than 64 bits of its hash are kept, so that a body of a million keys costs a few
     * bytes for each. Objects are small: up to {@value #FEW} keys are looked through one by one, in one
     * array for all objects, which is cheaper than any table; and only if another key of the object has
     * the same six bits.
     */
    static final class Open {

        private static final int FEW = 16;

        /** What an object has in the array before its keys: where the one around it begins, and bits. */
        private static final int HEAD = 2;

        private static final @Nullable Table[] NONE = {};

        private long[] hashes = new long[FEW + 2 * HEAD];
        private int size;

        /** Where the innermost object begins. */
        private int first;

        private int depth;

        /** The keys of open objects that have many, by depth. */
        private @Nullable Table[] tables = NONE;

        /** An object begins. */
        void begin() {
            reserve(HEAD);
            hashes[size] = first;
            hashes[size + 1] = 0;
            first = size;
            size += HEAD;
            depth++;
        }

        /** The innermost object ends. */
        void end() {
            size = first;
            first = (int) hashes[first];
            depth--;
            if (depth < tables.length) {
                tables[depth] = null;
            }
        }

        /** Adds a key to the innermost object; tells whether it had it. */
        boolean has(Key key) {
            long hash = key.hash;
            long bits = hashes[first + 1];
            long bit = 1L << hash;
            if ((bits & bit) != 0) {
                for (int i = first + HEAD; i < size; i++) {
                    if (hashes[i] == hash) {
                        return true;
                    }
                }
            }
            if (size - first == FEW + HEAD) {
                return !table().add(hash);
            }
            reserve(1);
            hashes[first + 1] = bits | bit;
            hashes[size++] = hash;
            return false;
        }

        private void reserve(int more) {
            if (size + more > hashes.length) {
                hashes = Arrays.copyOf(hashes, 2 * hashes.length);
            }
        }

        /** The keys of the innermost object behind its first few. */
        private Table table() {
            if (depth > tables.length) {
                tables = Arrays.copyOf(tables, 2 * depth);
            }
            Table table = tables[depth - 1];
            if (table == null) {
                table = new Table();
                tables[depth - 1] = table;
            }
            return table;
        }

        /** A set of numbers. */
        private static final class Table {

            private long[] slots = new long[4 * FEW];
            private int used;

            /** Tells whether it is new. */
            boolean add(long number) {
                // Zero is an empty slot.
                if (!put(number == 0 ? 1 : number)) {
                    return false;
                }
                if (2 * ++used > slots.length) {
                    long[] old = slots;
                    slots = new long[2 * old.length];
                    for (long it : old) {
                        if (it != 0) {
                            put(it);
                        }
                    }
                }
                return true;
            }

            private boolean put(long number) {
                int slot = (int) (number >>> 6) & (slots.length - 1);
                while (slots[slot] != 0) {
                    if (slots[slot] == number) {
                        return false;
                    }
                    slot = (slot + 1) & (slots.length - 1);
                }
                slots[slot] = number;
                return true;
            }
        }
    }
}
