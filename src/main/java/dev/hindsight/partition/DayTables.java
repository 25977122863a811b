package dev.hindsight.partition;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Lets the tables of days go, each within a transaction of the caller.
 *
 * <p>The tables that all days have in common must be locked against everybody while they lose one of
 * their days. That is had within a few tenths of a second or not at all: then the transaction fails as
 * one that lost to others, and is run again.
 */
@ApplicationScoped
public class DayTables {

    private final PartitionStore days;
    private final DayTableStore store;
    private final PartitionCatalogue catalogue;

    DayTables(PartitionStore days, DayTableStore store, PartitionCatalogue catalogue) {
        this.days = days;
        this.store = store;
        this.catalogue = catalogue;
    }

    /** Every table that has partitions, in the order in which they are written. */
    public static List<String> names() {
        return PartitionSql.TABLES;
    }

    /**
     * Keeps writers of a day away until the transaction ends, so that what is seen of it stays true;
     * tells whether it is still there.
     */
    public Uni<Boolean> hold(SqlClient client, LocalDate day) {
        return days.lock(client)
                .chain(() -> days.list(client))
                .map(all -> all.stream().anyMatch(it -> it.day().equals(day) && !it.isDropped()))
                .call(isThere -> isThere ? store.hold(client, day) : Uni.createFrom().voidItem());
    }

    /** Drops all tables of a day, and notes when and by which policy. */
    public Uni<Void> drop(SqlClient client, LocalDate day, OffsetDateTime now, String policy) {
        return drop(client, day).chain(() -> store.markDropped(client, day, now, policy));
    }

    /** Drops all tables of a day that holds no rows. */
    public Uni<Void> dropEmpty(SqlClient client, LocalDate day, OffsetDateTime now) {
        return drop(client, day)
                .chain(() -> store.unmark(client, day))
                .chain(
                        unmarked ->
                                unmarked
                                        ? Uni.createFrom().voidItem()
                                        : store.markDropped(client, day, now, null));
    }

    private Uni<Void> drop(SqlClient client, LocalDate day) {
        return store.lockParents(client)
                .chain(() -> store.drop(client, day))
                .invoke(catalogue::outdate);
    }

    /** An execution that stays when its day is thinned. */
    public record Kept(int namespaceId, UUID id) {}

    /**
     * Leaves nothing of a day but some executions and what belongs to them, in fresh tables; and notes
     * when and by which policy the others went.
     */
    public Uni<Void> keepOnly(
            SqlClient client, LocalDate day, List<Kept> kept, OffsetDateTime now, String policy) {
        return store.succeed(client, day, kept)
                .chain(() -> store.lockParents(client))
                .chain(() -> store.replace(client, day))
                .chain(() -> store.markSwept(client, day, now, policy))
                .invoke(catalogue::outdate);
    }

    /** Empties some tables of a day, and gives their space back. */
    public Uni<Void> truncate(SqlClient client, LocalDate day, List<String> tables) {
        return store.truncate(client, day, tables);
    }

    /** What the table of a day is called. */
    public static String name(String table, LocalDate day) {
        return table + "_" + PartitionStore.suffix(day);
    }

    /** Notes that a day is over: hardly anything is written to it any more. */
    public Uni<Void> close(SqlClient client, LocalDate day) {
        return store.markClosed(client, day).invoke(catalogue::outdate);
    }

    /** Notes that a closed day has these search indexes, unless it lost one; tells whether it has. */
    public Uni<Boolean> markIndexed(SqlClient client, LocalDate day, List<String> indexes) {
        return store.markIndexed(client, day, indexes).invoke(catalogue::outdate);
    }

    /** The bytes of each table of a day, with its indexes. */
    public Uni<Map<String, Long>> sizes(SqlClient client, LocalDate day) {
        return store.sizes(client, day);
    }
}
