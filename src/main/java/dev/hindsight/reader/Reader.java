package dev.hindsight.reader;

import dev.hindsight.db.Database;
import dev.hindsight.db.Failures;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Answers questions that only read, each as of a moment after it was asked: on the replica, if there is
 * one that has come so far, else on the primary. Fails as {@link Database} does.
 */
@ApplicationScoped
public class Reader {

    private static final Logger LOG = Logger.getLogger(Reader.class);

    /** For so long a replica that could not be asked is left alone. */
    private static final Duration REST = Duration.ofSeconds(5);

    /** The same, if it was only behind: long enough for those who ask not to wait one by one. */
    private static final Duration REST_BEHIND = Duration.ofSeconds(1);

    private final Database primary;
    private final ReaderStore replica;
    private final ReaderMeters meters;
    private final Clock clock;
    private final boolean hasReplica;

    /** Until when the replica is left alone, and whether the log was told why. */
    private volatile Instant restsUntil = Instant.MIN;

    private volatile boolean isTold;

    Reader(
            Database primary,
            ReaderStore replica,
            ReaderConfig config,
            ReaderMeters meters,
            Clock clock) {
        this.primary = primary;
        this.replica = replica;
        this.meters = meters;
        this.clock = clock;
        this.hasReplica = config.url().filter(url -> !url.isBlank()).isPresent();
    }

    /** Answers one statement. */
    public Uni<RowSet<Row>> ask(String sql, Tuple arguments) {
        return ask(client -> primary.ask(client, sql, arguments));
    }

    /** Answers a question of one statement or several, none of which depends on a transaction. */
    public <T> Uni<T> ask(Function<SqlClient, Uni<T>> question) {
        return answer(
                place -> replica.ask(place, question), () -> question.apply(primary.client()));
    }

    /** Answers as {@link Database#search}, within a time limit for each statement. */
    public <T> Uni<T> search(Duration limit, Function<SqlClient, Uni<T>> questions) {
        return answer(
                place -> replica.search(place, limit, questions),
                () -> primary.search(limit, questions));
    }

    private <T> Uni<T> answer(Function<String, Uni<T>> there, Supplier<Uni<T>> here) {
        if (!hasReplica) {
            return here.get();
        }
        if (clock.instant().isBefore(restsUntil)) {
            meters.rests();
            return here.get();
        }
        return replica.place()
                .chain(
                        place ->
                                there.apply(place)
                                        .invoke(this::answered)
                                        .onFailure(Reader::isOfReplica)
                                        .recoverWithUni(failure -> instead(failure, here))
                                        .onFailure()
                                        .transform(Failures::translate));
    }

    private void answered() {
        meters.answered();
        if (isTold) {
            isTold = false;
            LOG.info("The read replica answers again");
        }
    }

    private <T> Uni<T> instead(Throwable failure, Supplier<Uni<T>> here) {
        boolean isBehind = failure instanceof ReaderStore.Behind;
        if (isBehind || Failures.isAway(failure)) {
            restsUntil = clock.instant().plus(isBehind ? REST_BEHIND : REST);
        }
        meters.failed(isBehind);
        if (!isTold) {
            isTold = true;
            LOG.warnf(
                    "The read replica cannot be asked, the primary answers instead: %s",
                    Failures.reason(failure));
        }
        return here.get();
    }

    /** Whether the primary may do better: not if the question itself is what cannot be answered. */
    private static boolean isOfReplica(Throwable failure) {
        return failure instanceof ReaderStore.Behind || Failures.isOfServer(failure);
    }
}
