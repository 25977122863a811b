package dev.hindsight.db;

import io.vertx.pgclient.PgException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Tells the log when the database cannot do what it is asked, and when it can again: once for every
 * kind of trouble, however many requests meet it.
 */
final class Absence {

    private static final Logger LOG = Logger.getLogger(Absence.class);

    /**
     * For so long nothing must have failed before the trouble counts as over: a full disk refuses
     * writes and answers the questions between them.
     */
    private static final Duration QUIET = Duration.ofSeconds(3);

    private final Set<Trouble> told = ConcurrentHashMap.newKeySet();
    private volatile boolean isTrouble;
    private volatile long lastAt;

    /** Notes that something failed. */
    void begins(Trouble trouble, Throwable cause) {
        lastAt = System.nanoTime();
        if (told.add(trouble)) {
            isTrouble = true;
            LOG.warnf("The database %s: %s", trouble.word(), reason(cause));
        }
    }

    /** Notes that something succeeded. */
    void mayBeOver() {
        if (isTrouble && System.nanoTime() - lastAt > QUIET.toNanos()) {
            isTrouble = false;
            told.clear();
            LOG.info("The database answers again");
        }
    }

    /** The innermost reason, on one line: the server's own words where there are some. */
    static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && !(cause instanceof PgException)) {
            cause = cause.getCause();
        }
        String said = cause instanceof PgException refused ? refused.getErrorMessage() : null;
        if (said == null) {
            said = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        }
        return said.lines().findFirst().orElse("");
    }
}
