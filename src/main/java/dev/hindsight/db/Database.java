package dev.hindsight.db;

import dev.hindsight.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Transaction;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** Runs statements, and says in the caller's words what the database answers when it cannot. */
@ApplicationScoped
public class Database {

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
        return client instanceof ReplicaConnection
                ? answer
                : answer.onFailure(failure -> !Failures.isConflict(failure))
                        .transform(Failures::translate);
    }

    private static Uni<RowSet<Row>> execute(SqlClient client, String sql, Tuple arguments) {
        return client.preparedQuery(sql).execute(arguments);
    }

    /** Otherwise the driver prints what broke it to the error stream; the work fails with it anyway. */
    static SqlConnection quiet(SqlConnection connection) {
        return connection.exceptionHandler(broken -> {});
    }

    /** Answers a question outside a transaction. */
    public Uni<RowSet<Row>> ask(String sql, Tuple arguments) {
        return ask(pool, sql, arguments);
    }

    /** Answers a question, in a transaction that only reads if the client is in one. */
    public Uni<RowSet<Row>> ask(SqlClient client, String sql, Tuple arguments) {
        Uni<RowSet<Row>> answer = run(client, sql, arguments);
        if (client instanceof ReplicaConnection) {
            return answer;
        }
        return answer.onFailure(Failures::isConflict)
                .transform(Failures::translate)
                .invoke(Failures::mayBeOver);
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
                                Failures.isTooBroad(failure)
                                        ? Failures.trouble(Trouble.BUSY, failure)
                                        : Failures.translate(failure));
    }

    /**
     * Answers questions that are asked too rarely, and turn too much on their arguments, to be planned
     * once for all of them; within a time limit for each. Fails as {@link #ask} where that is hit.
     */
    public <T> Uni<T> search(Duration limit, Function<SqlClient, Uni<T>> questions) {
        return attempts(client -> searching(client, limit).chain(() -> questions.apply(client)))
                .onFailure()
                .transform(Failures::translate);
    }

    /** Sets the bounds of a search, for the transaction that the client is in. */
    public static Uni<Void> searching(SqlClient client, Duration limit) {
        return client.query(DatabaseSql.SEARCHING.formatted(Math.max(1, limit.toMillis())))
                .execute()
                .replaceWithVoid();
    }

    private <T> Uni<T> attempts(Function<SqlClient, Uni<T>> work) {
        return Uni.createFrom()
                .deferred(() -> attempt(work))
                .onFailure(failure -> Failures.isConflict(failure) || failure instanceof Unfinished)
                .retry()
                .withBackOff(Duration.ofMillis(5), Duration.ofMillis(100))
                .atMost(MAX_RETRIES)
                .onFailure(Unfinished.class)
                .transform(Throwable::getCause)
                .invoke(Failures::mayBeOver);
    }

    private <T> Uni<T> attempt(Function<SqlClient, Uni<T>> work) {
        AtomicBoolean begun = new AtomicBoolean();
        AtomicBoolean finished = new AtomicBoolean();
        return pool.withConnection(
                        connection -> {
                            begun.set(true);
                            return within(quiet(connection), work, finished);
                        })
                .onFailure(failure -> begun.get() && !finished.get() && Failures.isBroken(failure))
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

    /** Tells the log of work that failed: in full, unless it knows already that the database is away. */
    public static void tell(Logger log, String what, Throwable failure) {
        if (failure instanceof ProblemException problem && problem.isCommon()) {
            log.debugf("%s: %s", what, problem.detail());
        } else {
            log.error(what, failure);
        }
    }

    /** Work that nobody waits for: where it fails, the log is told, and that is the end of it. */
    public static Uni<Void> unattended(Logger log, String what, Uni<?> work) {
        return work.replaceWithVoid()
                .onFailure(RuntimeException.class)
                .invoke(failure -> tell(log, what, failure))
                .onFailure(RuntimeException.class)
                .recoverWithNull();
    }
}
