package dev.hindsight.namespace;

import dev.hindsight.db.Args;
import dev.hindsight.db.Database;
import dev.hindsight.namespace.Namespace.Quotas;
import dev.hindsight.namespace.Namespaces.DayBytes;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Rows of namespaces. */
@ApplicationScoped
class NamespaceStore {

    Uni<Optional<Namespace>> find(SqlClient client, String name) {
        return Database.run(client, NamespaceSql.FIND, Args.of(name).tuple())
                .map(rows -> read(rows).stream().findFirst());
    }

    Uni<Namespace> get(SqlClient client, int id) {
        return Database.run(client, NamespaceSql.GET, Args.of(id).tuple())
                .map(rows -> read(rows).get(0));
    }

    Uni<List<Namespace>> list(SqlClient client) {
        return Database.run(client, NamespaceSql.LIST, Args.of().tuple()).map(NamespaceStore::read);
    }

    /** Tells whether it was not there before. */
    Uni<Boolean> create(SqlClient client, String name) {
        return Database.run(client, NamespaceSql.CREATE, Args.of(name).tuple())
                .map(rows -> rows.rowCount() > 0);
    }

    Uni<Void> setQuotas(SqlClient client, String name, Quotas quotas) {
        return Database.run(
                        client,
                        NamespaceSql.SET_QUOTAS,
                        Args.of(
                                        name,
                                        quotas.requestsPerSecond(),
                                        quotas.liveConnections(),
                                        quotas.bytesPerDay())
                                .tuple())
                .replaceWithVoid();
    }

    /** Adds bytes to those of days; tells how many these have now. */
    Uni<List<DayBytes>> add(SqlClient client, List<DayBytes> some) {
        return Database.run(
                        client,
                        NamespaceSql.ADD_BYTES,
                        Args.of()
                                .add(Args.column(some, Integer[]::new, DayBytes::namespaceId))
                                .add(Args.column(some, LocalDate[]::new, DayBytes::day))
                                .add(Args.column(some, Long[]::new, DayBytes::bytes))
                                .tuple())
                .map(NamespaceStore::readBytes);
    }

    private static List<DayBytes> readBytes(RowSet<Row> rows) {
        List<DayBytes> all = new ArrayList<>(rows.size());
        for (Row row : rows) {
            all.add(new DayBytes(row.getInteger(0), row.getLocalDate(1), row.getLong(2)));
        }
        return all;
    }

    private static List<Namespace> read(RowSet<Row> rows) {
        List<Namespace> namespaces = new ArrayList<>(rows.size());
        for (Row row : rows) {
            namespaces.add(
                    new Namespace(
                            row.getInteger(0),
                            row.getString(1),
                            row.getOffsetDateTime(2),
                            new Quotas(row.getInteger(3), row.getInteger(4), row.getLong(5))));
        }
        return namespaces;
    }
}
