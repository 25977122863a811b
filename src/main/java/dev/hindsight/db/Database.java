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
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Transaction;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** Runs statements, and says in the caller's words what the database answers when it cannot. */
@ApplicationScoped
public class Database {

    /** Another transaction was in the way; the same one succeeds when it is run again. */
    private static final Set<String> CONFLICTS = Set.of("40001", "40P01", "55P03");

    private static final String QUERY_CANCELED = "57014";

    private static final String CHECK_VIOLATION = "23514";

    /** Classes of errors that say that the server, not the statement, is the reason. */
    private static final Set<String> AWAY = Set.of("08", "53", "57", "58");

    /** The server ended the connection: an administrator asked for it, or another process crashed. */
    private static final Set<String> ENDED = Set.of("57P01", "57P02");

    private static final int MAX_RETRIES = 5;

    private static final Absence ABSENCE = new Absence();

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

    /**
     * Runs one prepared statement. Fails with a problem if the database is away or the time limit was
     * hit; conflicts with other transactions are left to {@link #transaction}.
     */
    public static Uni<RowSet<Row>> run(SqlClient client, String sql, Tuple arguments) {
        // A pool that is asked itself leaves a timer behind where no connection can be made, which
        // later fails what has failed long ago, with a stack trace in the log.
        Uni<RowSet<Row>> answer =
                client instanceof Pool pool
                        ? pool.withConnection(
                                connection -> execute(quiet(connection), sql, arguments))
                        : execute(client, sql, arguments);
        return answer.onFailure(failure -> !isConflict(failure)).transform(Database::translate);
    }

    private static Uni<RowSet<Row>> execute(SqlClient client, String sql, Tuple arguments) {
        return client.preparedQuery(sql).execute(arguments);
    }

    /** Otherwise the driver prints what broke it to the error stream; the work fails with it anyway. */
    private static SqlConnection quiet(SqlConnection connection) {
        return connection.exceptionHandler(broken -> {});
    }

    /** Answers a question outside a transaction. */
    public Uni<RowSet<Row>> ask(String sql, Tuple arguments) {
        return ask(pool, sql, arguments);
    }

    /** Answers a question, in a transaction that only reads if the client is in one. */
    public Uni<RowSet<Row>> ask(SqlClient client, String sql, Tuple arguments) {
        return run(client, sql, arguments)
                .onFailure(Database::isConflict)
                .transform(Database::translate)
                .invoke(ABSENCE::mayBeOver);
    }

    /**
     * Runs work in a transaction and commits it; rolls back when it fails. Work that lost to another
     * transaction, or whose connection broke before its commit was asked for, is run again from its
     * start, so that it must have no effect outside. Whether a commit that was under way when the
     * connection broke was made nobody knows: it counts as failed. Where work hits a time limit, it is
     * the database that does not answer, not the caller who asks too much.
     */
    public <T> Uni<T> transaction(Function<SqlClient, Uni<T>> work) {
        return attempts(work)
                .onFailure()
                .transform(
                        failure ->
                                isTooBroad(failure)
                                        ? trouble(Trouble.BUSY, failure)
                                        : translate(failure));
    }

    /**
     * Answers questions that are asked too rarely, and turn too much on their arguments, to be planned
     * once for all of them; within a time limit for each. Fails as {@link #ask} where that is hit.
     */
    public <T> Uni<T> search(Duration limit, Function<SqlClient, Uni<T>> questions) {
        String settings = DatabaseSql.SEARCHING.formatted(Math.max(1, limit.toMillis()));
        return attempts(
                        client ->
                                client.query(settings)
                                        .execute()
                                        .chain(() -> questions.apply(client)))
                .onFailure()
                .transform(Database::translate);
    }

    private <T> Uni<T> attempts(Function<SqlClient, Uni<T>> work) {
        return Uni.createFrom()
                .deferred(() -> attempt(work))
                .onFailure(failure -> isConflict(failure) || failure instanceof Unfinished)
                .retry()
                .withBackOff(Duration.ofMillis(5), Duration.ofMillis(100))
                .atMost(MAX_RETRIES)
                .onFailure(Unfinished.class)
                .transform(Throwable::getCause)
                .invoke(ABSENCE::mayBeOver);
    }

    private <T> Uni<T> attempt(Function<SqlClient, Uni<T>> work) {
        AtomicBoolean begun = new AtomicBoolean();
        AtomicBoolean finished = new AtomicBoolean();
        return pool.withConnection(
                        connection -> {
                            begun.set(true);
                            return within(quiet(connection), work, finished);
                        })
                .onFailure(failure -> begun.get() && !finished.get() && isBroken(failure))
                .transform(Unfinished::new);
    }

    /** Begins in the same breath as the first statement: its answer says nothing to wait for. */
    private static <T> Uni<T> within(
            SqlConnection connection, Function<SqlClient, Uni<T>> work, AtomicBoolean finished) {
        Uni<Transaction> begun = connection.begin().memoize().indefinitely();
        begun.subscribe().with(ignored -> {}, ignored -> {});
        return Uni.createFrom()
                .deferred(() -> work.apply(connection))
                .invoke(() -> finished.set(true))
                .call(() -> begun.chain(Transaction::commit))
                .onFailure(failure -> !finished.get())
                .call(() -> begun.chain(Transaction::rollback).onFailure().recoverWithNull());
    }

    /** A connection broke before its transaction was to be committed. */
    private static final class Unfinished extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unfinished(Throwable cause) {
            super(null, cause, false, false);
        }
    }

    /**
     * Takes a lock that only the service knows, until the end of the transaction; tells whether it was
     * free. What many replicas would do at the same moment is then done by one of them.
     */
    public static Uni<Boolean> tryLock(SqlClient client, long key) {
        return run(client, DatabaseSql.TRY_LOCK, Tuple.of(key))
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    /** The same, but waits until it is free. */
    public static Uni<Void> lock(SqlClient client, long key) {
        return run(client, DatabaseSql.LOCK, Tuple.of(key)).replaceWithVoid();
    }

    /** Whether there is no table for the rows of a day: it was dropped a moment ago, by another replica. */
    public static boolean lacksDay(Throwable failure) {
        return failure instanceof PgException refused
                && CHECK_VIOLATION.equals(refused.getSqlState())
                && refused.getErrorMessage().startsWith("no partition");
    }

    private static boolean isTooBroad(Throwable failure) {
        return failure instanceof ProblemException problem
                && problem.type() == ProblemType.QUERY_TOO_BROAD;
    }

    private static boolean isConflict(Throwable failure) {
        return failure instanceof PgException refused
                && refused.getSqlState() != null
                && CONFLICTS.contains(refused.getSqlState());
    }

    /**
     * Whether a connection that was good broke: a fresh one may be good again. One that cannot be made,
     * or is waited for in vain, says that the database is away.
     */
    private static boolean isBroken(Throwable failure) {
        Throwable cause =
                failure instanceof ProblemException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
        return cause instanceof ClosedConnectionException
                || (cause instanceof SocketException && !(cause instanceof ConnectException))
                || (cause instanceof PgException refused && ENDED.contains(refused.getSqlState()));
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
            if (isConflict(failure)) {
                return trouble(Trouble.BUSY, failure);
            }
            return AWAY.contains(state.substring(0, 2))
                    ? trouble(Trouble.of(state), failure)
                    : failure;
        }
        return isConnectionLoss(failure) ? trouble(Trouble.AWAY, failure) : failure;
    }

    private static boolean isConnectionLoss(Throwable failure) {
        return failure instanceof IOException
                || failure instanceof VertxException
                // So says the pool of one who waited in vain for a connection.
                || failure instanceof NoStackTraceThrowable;
    }

    private static ProblemException trouble(Trouble trouble, Throwable cause) {
        ABSENCE.begins(trouble, cause);
        return ProblemException.common(
                cause, ProblemType.UNAVAILABLE, trouble.detail(), Map.of("retryAfter", 2));
    }

    /** Tells the log of work that failed: in full, unless it knows already that the database is away. */
    public static void tell(Logger log, String what, Throwable failure) {
        if (failure instanceof ProblemException problem && problem.isCommon()) {
            log.debugf("%s: %s", what, problem.detail());
        } else {
            log.error(what, failure);
        }
    }
}
