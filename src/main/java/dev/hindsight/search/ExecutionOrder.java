package dev.hindsight.search;

/**
 * In what order executions are listed; ties go by id in the same direction.
 *
 * @param by what is compared; executions without a duration come last descending, first ascending
 * @param descending the direction
 */
public record ExecutionOrder(By by, boolean descending) {

    /** What executions are ordered by. */
    public enum By {
        STARTED_AT("startedAt", "started_at", "timestamptz"),
        DURATION_MS("durationMs", "duration_ms", "bigint"),
        UPDATED_AT("updatedAt", "updated_at", "timestamptz");

        private final String word;
        private final String column;
        private final String type;

        By(String word, String column, String type) {
            this.word = word;
            this.column = column;
            this.type = type;
        }

        /** The word on the wire. */
        public String word() {
            return word;
        }

        String column() {
            return column;
        }

        String type() {
            return type;
        }

        boolean isNullable() {
            return this == DURATION_MS;
        }
    }

    /** What {@code ORDER BY} takes, of executions by the name of {@code e}. */
    String sql() {
        String nulls = by.isNullable() ? (descending ? " NULLS LAST" : " NULLS FIRST") : "";
        String direction = descending ? " DESC" : "";
        return "e.%s%s%s, e.id%s".formatted(by.column(), direction, nulls, direction);
    }

    /** Newest first. */
    public static final ExecutionOrder NEWEST = new ExecutionOrder(By.STARTED_AT, true);
}
