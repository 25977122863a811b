package dev.hindsight.secret;

import java.util.List;

/** Patterns that fail on every text, as none is known to. */
public final class BrokenPatterns {

    private BrokenPatterns() {}

    public static SecretPatterns make() {
        return new SecretPatterns(
                List.of(
                        (text, found) -> {
                            throw new IllegalStateException("broken");
                        }));
    }
}
