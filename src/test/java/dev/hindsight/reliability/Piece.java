package dev.hindsight.reliability;

import org.jspecify.annotations.Nullable;

/**
 * One report of a story, in JSON with apostrophes.
 *
 * @param kind what it reports of
 * @param key of the step; empty for other kinds
 * @param attempt of the step; 1 for other kinds
 * @param status as a place in the course of a record; {@code null} where it says nothing of it
 * @param members what it says besides, each behind a comma
 */
record Piece(Kind kind, String key, int attempt, @Nullable Status status, String members) {

    enum Kind {
        EXECUTION,
        STEP,
        LINE
    }

    enum Status {
        PENDING,
        RUNNING,
        CRASHED,
        END
    }

    /** What it reports of: reports of one record merge. */
    String record() {
        return kind + key + attempt;
    }

    Piece with(@Nullable Status other, String more) {
        return new Piece(kind, key, attempt, other, members + more);
    }
}
