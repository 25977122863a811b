package dev.hindsight.boot;

import dev.hindsight.problem.StartFailure;
import io.quarkus.runtime.QuarkusBindException;
import io.smallrye.config.ConfigValidationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Why the service could not start, in one line for its operator. */
final class Complaint {

    private static final Pattern UNKNOWN = Pattern.compile("SRCFG00050: (\\S+) in ");

    private static final Pattern UNUSABLE =
            Pattern.compile(
                    "SRCFG00039: The config property (\\S+) with the config value (\".*?\") threw an"
                            + " Exception whilst being converted (?:SRCFG\\d+: )?(.*)",
                    Pattern.DOTALL);

    private static final Pattern EMPTY =
            Pattern.compile(
                    "SRCFG00040: The config property (\\S+) is defined as the empty String");

    /** What the configuration says of a word that is none of a list. */
    private static final Pattern NO_SUCH_WORD =
            Pattern.compile("Cannot convert .* to enum class .*, allowed values: (.*)");

    private Complaint() {}

    /** The line; empty if it takes a stack trace to see what went wrong. */
    static Optional<String> of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StartFailure) {
                return Optional.of(String.valueOf(cause.getMessage()));
            }
            if (cause instanceof ConfigValidationException settings) {
                return Optional.of(settings(settings));
            }
            if (cause instanceof QuarkusBindException taken) {
                return Optional.of(
                        "port %d of %s cannot be listened on: free it, or set QUARKUS_HTTP_PORT"
                                .formatted(taken.getPort(), taken.getHost()));
            }
        }
        return Optional.empty();
    }

    private static String settings(ConfigValidationException failure) {
        List<String> problems = new ArrayList<>();
        for (int i = 0; i < failure.getProblemCount(); i++) {
            problems.add(setting(String.valueOf(failure.getProblem(i).getMessage())));
        }
        return String.join("; ", problems.stream().distinct().sorted().toList());
    }

    private static String setting(String said) {
        Matcher unknown = UNKNOWN.matcher(said);
        if (unknown.find()) {
            return unknown.group(1) + " is not a setting that is known";
        }
        Matcher empty = EMPTY.matcher(said);
        if (empty.find()) {
            return empty.group(1) + " must not be empty: set it, or unset it for its default";
        }
        Matcher unusable = UNUSABLE.matcher(said);
        if (unusable.find()) {
            return "%s cannot be %s: %s"
                    .formatted(
                            unusable.group(1),
                            unusable.group(2).replaceAll("\\s+", " "),
                            reason(unusable.group(3)));
        }
        return said.replaceAll("\\s+", " ").strip();
    }

    private static String reason(String said) {
        Matcher word = NO_SUCH_WORD.matcher(said);
        return word.find()
                ? "it must be one of " + word.group(1)
                : said.lines().findFirst().orElse("").strip();
    }
}
