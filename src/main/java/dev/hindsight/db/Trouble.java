package dev.hindsight.db;

import org.jspecify.annotations.Nullable;

/** Why a database does not do what it is asked, although nothing is wrong with the question. */
enum Trouble {
    AWAY("does not answer", "The database does not answer at the moment: try again."),
    BUSY(
            "lets transactions wait too long for each other",
            "The database does not answer at the moment: try again."),
    DISK_FULL(
            "has no space left on its disk",
            "The database's disk is full: nothing can be stored until somebody frees some space."),
    OUT_OF_MEMORY("has no memory left", "The database is out of memory at the moment: try again."),
    TOO_MANY_CONNECTIONS(
            "takes no more connections",
            "The database has too many connections at the moment: try again.");

    private final String word;
    private final String detail;

    Trouble(String word, String detail) {
        this.word = word;
        this.detail = detail;
    }

    /**
     * What it is an error of; {@link #AWAY} unless there are words of its own.
     *
     * @param sqlState null where the server said nothing
     */
    static Trouble of(@Nullable String sqlState) {
        if (sqlState == null) {
            return AWAY;
        }
        return switch (sqlState) {
            case "53100" -> DISK_FULL;
            case "53200" -> OUT_OF_MEMORY;
            case "53300" -> TOO_MANY_CONNECTIONS;
            default -> AWAY;
        };
    }

    /** For operators: what the database does. */
    String word() {
        return word;
    }

    /** For callers. */
    String detail() {
        return detail;
    }
}
