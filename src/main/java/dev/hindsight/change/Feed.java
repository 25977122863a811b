package dev.hindsight.change;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/** The feed of changes: tells everybody who listens what was committed, on whichever replica. */
@ApplicationScoped
public class Feed {

    /** One who listens, until it is closed. */
    @FunctionalInterface
    public interface Registration extends AutoCloseable {

        /** Ends it; once more does nothing. */
        @Override
        void close();
    }

    /**
     * Listens from now on. A change that a snapshot, taken after this returned by {@link #reading} or
     * {@link #since}, does not see is in a batch that the listener hears. Batches come in their order,
     * on one thread, which must not be blocked; one without changes comes at most once a second.
     */
    public Registration listen(Consumer<FeedBatch> listener) {
        throw new UnsupportedOperationException();
    }

    /** What changed since, up to now. */
    public Uni<FeedBatch> since(FeedPosition position) {
        throw new UnsupportedOperationException();
    }

    /**
     * Reads in one snapshot of the database, whose place in the feed the work is told. It may be run
     * again from its start if the database has to be asked again.
     */
    public <T> Uni<T> reading(BiFunction<SqlClient, FeedPosition, Uni<T>> work) {
        throw new UnsupportedOperationException();
    }

    /** Says that this replica has committed changes. Never fails and never waits. */
    public void committed() {}
}
