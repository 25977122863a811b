package dev.hindsight.log;

import java.util.Locale;
import java.util.Optional;

/** How much a line matters, ascending. */
public enum LogLevel {
    TRACE(0),
    DEBUG(1),
    INFO(2),
    WARN(3),
    ERROR(4);

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

    /** The level that a word means, in any case; {@code warning} and {@code fatal} too. */
    public static Optional<LogLevel> ofWord(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "trace" -> Optional.of(TRACE);
            case "debug" -> Optional.of(DEBUG);
            case "info" -> Optional.of(INFO);
            case "warn", "warning" -> Optional.of(WARN);
            case "error", "fatal" -> Optional.of(ERROR);
            default -> Optional.empty();
        };
    }

    /** The level with this code. */
    public static LogLevel ofCode(int code) {
        return values()[code];
    }
}
