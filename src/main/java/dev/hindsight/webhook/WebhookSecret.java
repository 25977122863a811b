package dev.hindsight.webhook;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/** Secrets of Standard Webhooks: {@code whsec_} and 24 to 64 bytes in base64. */
final class WebhookSecret {

    private static final String PREFIX = "whsec_";
    private static final int LEAST_BYTES = 24;
    private static final int MOST_BYTES = 64;
    private static final int USUAL_BYTES = 32;

    private static final String EXPECTED =
            "It must be whsec_ and the base64 of %d to %d bytes."
                    .formatted(LEAST_BYTES, MOST_BYTES);

    private WebhookSecret() {}

    /** A new one. */
    static String mint() {
        byte[] bytes = new byte[USUAL_BYTES];
        // Made on first need: randomness of a native image's build would be the same in each copy.
        new SecureRandom().nextBytes(bytes);
        return PREFIX + Base64.getEncoder().encodeToString(bytes);
    }

    /** What keeps a text from being one. */
    static Optional<String> fault(String text) {
        if (!text.startsWith(PREFIX)) {
            return Optional.of(EXPECTED);
        }
        try {
            int bytes = Base64.getDecoder().decode(text.substring(PREFIX.length())).length;
            return bytes < LEAST_BYTES || bytes > MOST_BYTES
                    ? Optional.of(EXPECTED)
                    : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.of(EXPECTED);
        }
    }
}
