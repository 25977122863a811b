package dev.hindsight.payload;

import dev.hindsight.boot.StartupCheck;
import dev.hindsight.problem.StartFailure;
import dev.hindsight.secret.KnownSecret;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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
     * max_tokens}. A word without letters and digits, such as {@code -}, covers nothing.
     */
    @WithDefault("password,secret,token,apiKey,authorization,cookie,credential")
    List<String> redact();

    /**
     * Secrets that are masked wherever they stand in a string value, or in a text that is no
     * payload: messages and stacks of errors, messages of lines, notes and reasons; none unless
     * set. What they are is told at {@link KnownSecret}. Only the secret itself is masked, not the
     * text around it. Each value is judged by itself, so that a key that is spread over the lines
     * of a log is not seen.
     */
    Optional<Set<KnownSecret>> redactKnown();

    /**
     * Regular expressions, one a line, whose matches are masked as the known secrets are; none
     * unless set. The whole match is masked, whatever groups it has. The syntax is RE2's, which
     * takes linear time for every text and therefore has no references and no looking around; an
     * expression compiles to 500 instructions at most, of which {@code [a-z]{1,200}} has 401. A
     * dollar sign that is meant as such is written {@code [$]}.
     *
     * <p>Lines, since a list in a setting loses its backslashes and is parted at commas.
     */
    Optional<String> redactValues();

    /**
     * Paths of values that are masked whole, whatever they are; none unless set. A path is the
     * pointer that notices tell, from the record that holds the value: {@code /input/customer/iban}
     * means the input of executions and of steps alike. It begins with {@code /input}, {@code
     * /output}, {@code /metadata}, {@code /trigger/data} (executions), {@code /dag} (graphs) or
     * {@code /data} (lines). A segment {@code *} stands for any one key or index, {@code **} for
     * any number of them: <code>/input/items/*&#47;card</code>, <code>/**&#47;card</code>. Keys
     * count letter by letter; {@code ~} in one is written {@code ~0}, a slash {@code ~1}, a comma
     * with a backslash before it.
     */
    Optional<List<String>> redactPaths();

    /** Stops the start on sizes out of range, and on expressions and paths that cannot be used. */
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
