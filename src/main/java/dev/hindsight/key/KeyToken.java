package dev.hindsight.key;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a key looks like in its holder's hands: {@code hs_}, 16 hexadecimal digits that name it, {@code
 * _}, and 64 that only its holder knows.
 *
 * @param id names it
 * @param hash of its secret
 */
record KeyToken(String id, Hash hash) {

    private static final Pattern FORM = Pattern.compile("hs_([0-9a-f]{16})_([0-9a-f]{64})");
    private static final int ID_BYTES = 8;
    private static final int SECRET_BYTES = 32;

    /** A new key, and how its holder writes it. */
    record Minted(KeyToken token, String text) {}

    static Minted mint(SecureRandom random) {
        String id = hex(random, ID_BYTES);
        String secret = hex(random, SECRET_BYTES);
        return new Minted(new KeyToken(id, Hash.of(secret)), "hs_%s_%s".formatted(id, secret));
    }

    /** Reads a token; empty if it is not of this form. */
    static Optional<KeyToken> read(String token) {
        Matcher matcher = FORM.matcher(token);
        return matcher.matches()
                ? Optional.of(new KeyToken(matcher.group(1), Hash.of(matcher.group(2))))
                : Optional.empty();
    }

    /** SHA-256 of a secret; comparing two takes as long wherever they differ. */
    static final class Hash {
        private final byte[] bytes;

        Hash(byte[] bytes) {
            this.bytes = bytes.clone();
        }

        static Hash of(String secret) {
            try {
                return new Hash(
                        MessageDigest.getInstance("SHA-256")
                                .digest(secret.getBytes(StandardCharsets.UTF_8)));
            } catch (NoSuchAlgorithmException everyPlatformHasIt) {
                throw new IllegalStateException(everyPlatformHasIt);
            }
        }

        byte[] bytes() {
            return bytes.clone();
        }

        boolean matches(Hash other) {
            return MessageDigest.isEqual(bytes, other.bytes);
        }
    }

    private static String hex(SecureRandom random, int bytes) {
        byte[] secret = new byte[bytes];
        random.nextBytes(secret);
        return HexFormat.of().formatHex(secret);
    }
}
