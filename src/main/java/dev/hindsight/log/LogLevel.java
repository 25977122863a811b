package dev.hindsight.log;

import dev.hindsight.outcome.StatusWords;
import java.util.Locale;
import java.util.Optional;

/** How much a line matters, ascending. */
public enum LogLevel {
    TRACE(0),
    DEBUG(1),
    INFO(2),
    WARN(3),
    ERROR(4);

    /** The words on the wire, for people. */
    public static final String WORDS = "trace, debug, info, warn, error";

    private final short code;

    LogLevel(int code) {
        this.code = (short) code;
    }

    /** The number that is stored. */
    public short code() {
        return code;
    }

    /** The word on the wire. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The level that a word means, in any case and with any separators. {@code warning} is {@code
     * warn}, and that is all that is translated: a level that is none of these is not known.
     */
    public static Optional<LogLevel> ofWord(String word) {
        return switch (StatusWords.bare(word)) {
            case "trace" -> Optional.of(TRACE);
            case "debug" -> Optional.of(DEBUG);
            case "info" -> Optional.of(INFO);
            case "warn", "warning" -> Optional.of(WARN);
            case "error" -> Optional.of(ERROR);
            default -> Optional.empty();
        };
    }

    /** The level with this code. */
    public static LogLevel ofCode(int code) {
        return values()[code];
    }
}
