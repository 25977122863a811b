package dev.hindsight.log;

/**
 * What became of the lines of one report.
 *
 * @param accepted lines stored, renumbered ones included
 * @param duplicates lines that were stored already
 * @param renumbered lines that got another sequence, since theirs was taken by a different line
 * @param dropped lines that were not stored, since the log is full
 */
public record LogOutcome(int accepted, int duplicates, int renumbered, int dropped) {

    /** No lines. */
    public static final LogOutcome NONE = new LogOutcome(0, 0, 0, 0);
}
