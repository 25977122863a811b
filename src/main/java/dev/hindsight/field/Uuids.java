package dev.hindsight.field;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** UUIDs as the contract writes them: 36 characters with hyphens. */
public final class Uuids {

    private Uuids() {}

    /** The UUID in a text; {@code null} when it is none. Unlike the JDK's, refuses short groups. */
    public static @Nullable UUID parse(String text) {
        if (text.length() != 36) {
            return null;
        }
        for (int i = 0; i < 36; i++) {
            char c = text.charAt(i);
            boolean hyphen = i == 8 || i == 13 || i == 18 || i == 23;
            if (hyphen ? c != '-' : Character.digit(c, 16) < 0 || c > 'f') {
                return null;
            }
        }
        return UUID.fromString(text);
    }
}
