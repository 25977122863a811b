package dev.hindsight.logsearch;

import static java.util.Objects.requireNonNull;

import dev.hindsight.db.Database;
import dev.hindsight.db.RowCursor;
import dev.hindsight.log.LogRows;
import dev.hindsight.logsearch.LogSearchSql.Search;
import dev.hindsight.logsearch.LogSearchSql.Statement;
import dev.hindsight.reader.Reader;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Reads the lines that a search finds. */
@ApplicationScoped
class LogSearchStore {

    private final Reader reader;

    LogSearchStore(Reader reader) {
        this.reader = reader;
    }

    /**
     * The lines of a slice that match, at most {@code rows}. Fails with {@code query-too-broad} if the
     * time is up.
     */
    Uni<List<FoundLine>> page(Search search, Slice slice, int rows, Duration time) {
        Statement statement = LogSearchSql.page(search, slice, rows);
        return reader.search(
                time,
                client ->
                        Database.run(client, statement.text(), statement.args().tuple())
                                .map(
                                        found -> {
                                            List<FoundLine> lines = new ArrayList<>(found.size());
                                            for (Row row : found) {
                                                RowCursor next = new RowCursor(row);
                                                lines.add(
                                                        new FoundLine(
                                                                requireNonNull(next.uuid()),
                                                                LogRows.read(next)));
                                            }
                                            return lines;
                                        }));
    }
}
