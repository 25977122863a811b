package dev.hindsight.usage;

import java.util.UUID;

/** Samples of statements that are written at run time. */
public final class UsageStatements {

    private UsageStatements() {}

    /** When the last execution of some days started. */
    public static String start() {
        String id = new UUID(0, 0).toString();
        return UsageSql.start(id, id, true);
    }
}
