package dev.hindsight.analytics;

import java.util.List;

/** Samples of the statements that count executions themselves: of all, and of the most narrow ones. */
public final class RawStatements {

    private RawStatements() {}

    public static List<String> samples() {
        return List.of(
                RawSql.count(false, false),
                RawSql.count(true, false),
                RawSql.count(false, true),
                RawSql.count(true, true));
    }
}
