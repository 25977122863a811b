package dev.hindsight.payload;

import dev.hindsight.boot.StartupCheck;
import dev.hindsight.problem.StartFailure;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.inject.Singleton;
import java.util.List;

/** How much JSON a record may carry, and which of its values are masked. */
@ConfigMapping(prefix = "hindsight.payload")
public interface PayloadConfig {

    /**
     * Longest string value, in bytes of UTF-8 as stored, from 1 to 67,108,864. A longer one is cut
     * in place, with a notice.
     */
    @WithDefault("65536")
    int maxString();

    /**
     * Largest JSON value, in bytes of its compact text, with numbers counted as PostgreSQL writes
     * them out, from 1 to 67,108,864. A larger one is replaced by its beginning, with a notice.
     */
    @WithDefault("1048576")
    int maxDocument();

    /**
     * Deepest nesting of arrays and objects, from 1 to 1,000; deeper is refused. PostgreSQL would
     * hold 10,000, but most JSON libraries, Jackson among them, give up at 1,000 when they read it
     * back, and a reader adds levels of its own.
     */
    @WithDefault("500")
    int maxDepth();

    /**
     * Words that make a key secret: string values at and below such a key are masked. A word counts
     * where it is one or several whole segments of the key, in any case and separator style, so
     * that {@code apiKey} covers {@code x-api-key} and {@code token} does not cover {@code
     * max_tokens}.
     */
    @WithDefault("password,secret,token,apiKey,authorization,cookie,credential")
    List<String> redact();

    /** Stops the start on sizes out of range. */
    @Singleton
    final class Check implements StartupCheck {

        private final PayloadConfig config;

        Check(PayloadConfig config) {
            this.config = config;
        }

        @Override
        public void check() {
            try {
                new PayloadReader(config);
            } catch (IllegalArgumentException e) {
                throw new StartFailure(String.valueOf(e.getMessage()));
            }
        }
    }
}
