package dev.hindsight.db;

import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.core.VertxException;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** Runs statements, and says in the caller's words what the database answers when it cannot. */
@ApplicationScoped
public class Database {

    /** Another transaction was in the way; the same one succeeds when it is run again. */
    private static final Set<String> CONFLICTS = Set.of("40001", "40P01", "55P03");

    private static final String QUERY_CANCELED = "57014";

    /** Classes of errors that say that the server, not the statement, is the reason. */
    private static final Set<String> AWAY = Set.of("08", "53", "57", "58");

    private static final int MAX_RETRIES = 5;

    private final Pool pool;

    public Database(Pool pool) {
        this.pool = pool;
    }

    /** The pool, for statements that need no transaction. */
    public SqlClient client() {
        return pool;
    }

    /** Whether the database answers; fails if it does not. */
    public Uni<Void> ping() {
        return ask(DatabaseSql.PING, Tuple.tuple()).replaceWithVoid();
    }

    /** Runs one prepared statement. */
    public static Uni<RowSet<Row>> run(SqlClient client, String sql, Tuple arguments) {
        return client.preparedQuery(sql).execute(arguments);
    }

    /** Answers a question outside a transaction. */
    public Uni<RowSet<Row>> ask(String sql, Tuple arguments) {
        return translating(() -> run(pool, sql, arguments));
    }

    /**
     * Runs work in a transaction and commits it; rolls back when it fails. Work that lost to another
     * transaction, or waited too long for one, is run again from its start, so that it must have no
     * effect outside. In the end it is the database that does not answer, not the caller who asks too
     * much.
     */
    public <T> Uni<T> transaction(Function<SqlClient, Uni<T>> work) {
        return translating(
                () ->
                        pool.withTransaction(work::apply)
                                .onFailure(failure -> isConflict(failure) || isLate(failure))
                                .retry()
                                .withBackOff(Duration.ofMillis(5), Duration.ofMillis(100))
                                .atMost(MAX_RETRIES)
                                .onFailure(Database::isLate)
                                .transform(Database::away));
    }

    private static boolean isLate(Throwable failure) {
        return failure instanceof PgException refused
                && QUERY_CANCELED.equals(refused.getSqlState());
    }

    private static <T> Uni<T> translating(Supplier<Uni<? extends T>> work) {
        return Uni.createFrom()
                .deferred(work)
                .onFailure(failure -> !(failure instanceof ProblemException))
                .transform(Database::translate);
    }

    private static boolean isConflict(Throwable failure) {
        return failure instanceof PgException refused
                && refused.getSqlState() != null
                && CONFLICTS.contains(refused.getSqlState());
    }

    private static Throwable translate(Throwable failure) {
        if (failure instanceof PgException refused && refused.getSqlState() != null) {
            String state = refused.getSqlState();
            if (state.equals(QUERY_CANCELED)) {
                return new ProblemException(
                        ProblemType.QUERY_TOO_BROAD,
                        "The question ran into its time limit. Narrow it: a workflowId, a status or"
                                + " a range of startedAfter and startedBefore helps most.");
            }
            if (isConflict(failure) || AWAY.contains(state.substring(0, 2))) {
                return away(failure);
            }
            return failure;
        }
        return isConnectionLoss(failure) ? away(failure) : failure;
    }

    private static boolean isConnectionLoss(Throwable failure) {
        return failure instanceof IOException
                || failure instanceof VertxException
                // So says the pool of one who waited in vain for a connection.
                || failure instanceof NoStackTraceThrowable;
    }

    private static ProblemException away(Throwable cause) {
        return ProblemException.causedBy(
                cause,
                ProblemType.UNAVAILABLE,
                "The database does not answer at the moment. Nothing was stored; try again.",
                Map.of("retryAfter", 2));
    }
}
