package dev.hindsight.usage;

import java.time.LocalDate;

/**
 * How many executions a day may have.
 *
 * @param pages of the table of its executions, to the moment
 * @param rows of it, as PostgreSQL estimates them; 0 too where it lost its counts
 */
record Leaf(LocalDate day, long pages, long rows) {

    /**
     * More than this many rows of plain executions are on a page: where the counts are not to be
     * trusted, a table is taken to hold at least so many.
     */
    private static final long DENSITY = 16;

    /** So many, to be careful. */
    long atMost() {
        return Math.max(rows, pages * DENSITY);
    }
}
