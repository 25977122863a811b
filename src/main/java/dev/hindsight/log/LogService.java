package dev.hindsight.log;

import dev.hindsight.access.Caller;
import dev.hindsight.db.Database;
import dev.hindsight.execution.Stored;
import dev.hindsight.page.Cursor;
import dev.hindsight.page.Fingerprint;
import dev.hindsight.page.Limit;
import dev.hindsight.page.Page;
import dev.hindsight.page.Part;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Finds lines. */
@ApplicationScoped
public class LogService {

    private final Database database;
    private final LogStore store;

    LogService(Database database, LogStore store) {
        this.database = database;
        this.store = store;
    }

    /**
     * A page of an execution's lines, by sequence.
     *
     * @param executionId an execution that exists
     * @param question the fingerprint of the order and filters, which a cursor must have been made for
     */
    public Uni<Page<LogLine>> list(
            Caller caller,
            UUID executionId,
            LogFilter filter,
            boolean descending,
            Limit limit,
            @Nullable String cursor,
            long question) {
        long fingerprint = Fingerprint.about(executionId, question);
        LogFilter beyond =
                Cursor.decode(Optional.ofNullable(cursor), fingerprint)
                        .map(place -> filter.beyond(place.number(0), descending))
                        .orElse(filter);
        return store.page(
                        database.client(),
                        caller.namespaceId(),
                        executionId,
                        beyond,
                        descending,
                        limit.value() + 1)
                .map(
                        lines ->
                                Page.of(
                                        lines,
                                        limit,
                                        last ->
                                                Cursor.of(
                                                        fingerprint,
                                                        Part.number(last.sequence()))));
    }

    /** The last lines that match, in ascending order. */
    public Uni<List<LogLine>> tail(Caller caller, UUID executionId, LogFilter filter, int lines) {
        return store.page(database.client(), caller.namespaceId(), executionId, filter, true, lines)
                .map(
                        newestFirst -> {
                            List<LogLine> ascending = new ArrayList<>(newestFirst);
                            Collections.reverse(ascending);
                            return ascending;
                        });
    }

    /**
     * The first lines that match, in ascending order.
     *
     * @param client where it is asked: in a transaction, if all is to be as of one moment
     */
    public Uni<List<LogLine>> first(
            SqlClient client, Caller caller, UUID executionId, LogFilter filter, int lines) {
        return store.page(client, caller.namespaceId(), executionId, filter, false, lines);
    }

    /** How many lines match. */
    public Uni<Long> count(Caller caller, UUID executionId, LogFilter filter) {
        return store.count(database.client(), caller.namespaceId(), executionId, filter);
    }

    /** Lines of an execution, and their bytes before PostgreSQL compresses them. */
    public Uni<Stored> storage(Caller caller, UUID executionId) {
        return store.storage(database.client(), caller.namespaceId(), executionId);
    }
}
