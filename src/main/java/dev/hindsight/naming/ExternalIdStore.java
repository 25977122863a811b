package dev.hindsight.naming;

import dev.hindsight.db.Args;
import dev.hindsight.db.Database;
import dev.hindsight.partition.DayRange;
import dev.hindsight.partition.PartitionDay;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Rows of external ids. Writes join the caller's transaction. */
@ApplicationScoped
class ExternalIdStore {

    /** The executions that external ids lead to; ids that lead nowhere are absent. */
    Uni<Map<String, Known>> find(SqlClient client, int namespaceId, List<String> externalIds) {
        if (externalIds.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return Database.run(
                        client,
                        ExternalIdSql.FIND,
                        Args.of(namespaceId, externalIds.toArray(String[]::new)).tuple())
                .map(
                        rows -> {
                            Map<String, Known> known = new HashMap<>();
                            for (Row row : rows) {
                                known.put(
                                        row.getString(0),
                                        new Known(
                                                row.getUUID(1),
                                                row.getOffsetDateTime(2),
                                                row.getString(3)));
                            }
                            return known;
                        });
    }

    /** Claims external ids that nobody ever had for executions; tells those that were free. */
    Uni<Map<String, UUID>> claimNew(SqlClient client, int namespaceId, Map<String, UUID> wanted) {
        return wanted.isEmpty()
                ? Uni.createFrom().item(Map.of())
                : claim(client, ExternalIdSql.CLAIM_NEW, namespaceId, wanted);
    }

    /** Claims external ids, those of removed executions too; tells those that were free. */
    Uni<Map<String, UUID>> claim(SqlClient client, int namespaceId, Map<String, UUID> wanted) {
        return claim(client, ExternalIdSql.CLAIM, namespaceId, wanted);
    }

    private static Uni<Map<String, UUID>> claim(
            SqlClient client, String sql, int namespaceId, Map<String, UUID> wanted) {
        return Database.run(
                        client,
                        sql,
                        Args.of(
                                        namespaceId,
                                        wanted.keySet().toArray(String[]::new),
                                        wanted.values().toArray(UUID[]::new))
                                .tuple())
                .map(ExternalIdStore::idsByName);
    }

    /** Gives external ids that lead to executions that do not exist to new ones; tells which. */
    Uni<Map<String, UUID>> takeOver(
            SqlClient client,
            int namespaceId,
            Map<String, UUID> dangling,
            Map<String, UUID> wanted) {
        List<String> names = List.copyOf(wanted.keySet());
        return Database.run(
                        client,
                        ExternalIdSql.TAKE_OVER,
                        Args.of(
                                        namespaceId,
                                        names.toArray(String[]::new),
                                        names.stream().map(dangling::get).toArray(UUID[]::new),
                                        names.stream().map(wanted::get).toArray(UUID[]::new))
                                .tuple())
                .map(ExternalIdStore::idsByName);
    }

    /** Makes the tombstones again whose external ids were claimed in vain. */
    Uni<Void> buryAgain(SqlClient client, int namespaceId, Map<String, Known> removed) {
        List<String> names = List.copyOf(removed.keySet());
        List<Known> known = List.copyOf(removed.values());
        return Database.run(
                        client,
                        ExternalIdSql.BURY_AGAIN,
                        Args.of(
                                        namespaceId,
                                        names.toArray(String[]::new),
                                        known.stream().map(Known::id).toArray(UUID[]::new),
                                        known.stream()
                                                .map(Known::removedAt)
                                                .toArray(OffsetDateTime[]::new),
                                        known.stream().map(Known::removedBy).toArray(String[]::new))
                                .tuple())
                .replaceWithVoid();
    }

    private static Map<String, UUID> idsByName(RowSet<Row> rows) {
        Map<String, UUID> ids = new HashMap<>();
        for (Row row : rows) {
            ids.put(row.getString(0), row.getUUID(1));
        }
        return ids;
    }

    /** Frees the external ids of removed executions, but for those that another is claiming. */
    Uni<Void> forget(SqlClient client, int namespaceId, Map<String, UUID> removed) {
        return Database.run(
                        client,
                        ExternalIdSql.FORGET,
                        Args.of(
                                        namespaceId,
                                        removed.keySet().toArray(String[]::new),
                                        removed.values().toArray(UUID[]::new))
                                .tuple())
                .replaceWithVoid();
    }

    /** Makes tombstones of the external ids of removed executions, likewise. */
    Uni<Void> bury(
            SqlClient client,
            int namespaceId,
            Map<String, UUID> removed,
            OffsetDateTime now,
            String policy) {
        return Database.run(
                        client,
                        ExternalIdSql.BURY,
                        Args.of(
                                        namespaceId,
                                        removed.keySet().toArray(String[]::new),
                                        removed.values().toArray(UUID[]::new),
                                        now,
                                        policy)
                                .tuple())
                .replaceWithVoid();
    }

    /** An external id on the walk through all of them. */
    record Name(
            int namespaceId,
            String externalId,
            UUID executionId,
            @Nullable OffsetDateTime removedAt) {}

    /**
     * What was found on a part of the walk.
     *
     * @param isFull whether there may be more behind it
     */
    record Slice(List<Name> names, boolean isFull) {

        Slice {
            names = List.copyOf(names);
        }
    }

    /**
     * Of the next external ids behind where the last walk ended those that may lead nowhere; and notes
     * where this one ends: behind the last one it begins anew. None while another walks. The
     * database looks at them, since hardly any is ever of interest here.
     *
     * @param since tombstones made before are forgotten
     * @param forgotten days
     */
    Uni<Slice> walk(
            SqlClient client, int limit, OffsetDateTime since, Collection<LocalDate> forgotten) {
        return Database.run(client, ExternalIdSql.WALKED, Tuple.tuple())
                .chain(
                        rows -> {
                            if (rows.size() == 0) {
                                return Uni.createFrom().item(new Slice(List.of(), false));
                            }
                            Row from = rows.iterator().next();
                            return walk(
                                    client,
                                    Args.of(
                                                    from.getInteger(0),
                                                    from.getString(1),
                                                    (long) limit,
                                                    since,
                                                    forgotten.toArray(LocalDate[]::new))
                                            .tuple(),
                                    limit);
                        });
    }

    private static Uni<Slice> walk(SqlClient client, Tuple arguments, int limit) {
        return Database.run(client, ExternalIdSql.WALK, arguments)
                .chain(
                        rows -> {
                            List<Name> names = new ArrayList<>(rows.size());
                            boolean isFull = false;
                            for (Row row : rows) {
                                names.add(
                                        new Name(
                                                row.getInteger(0),
                                                row.getString(1),
                                                row.getUUID(2),
                                                row.getOffsetDateTime(3)));
                                isFull = row.getLong(4) == limit;
                            }
                            Tuple end =
                                    isFull
                                            ? Tuple.of(
                                                    names.get(names.size() - 1).namespaceId(),
                                                    names.get(names.size() - 1).externalId())
                                            : Tuple.of(0, "");
                            return Database.run(client, ExternalIdSql.WALK_ON, end)
                                    .replaceWith(new Slice(names, isFull));
                        });
    }

    /** Forgets external ids that lead nowhere. */
    Uni<Void> forgetLoose(SqlClient client, List<Name> gone) {
        // A statement opens the days of its executions, which should be few.
        return Multi.createFrom()
                .iterable(
                        gone.stream()
                                .collect(
                                        Collectors.groupingBy(
                                                name -> PartitionDay.dayOf(name.executionId())))
                                .entrySet())
                .onItem()
                .transformToUniAndConcatenate(
                        day ->
                                Database.run(
                                        client,
                                        new DayRange(day.getKey(), day.getKey())
                                                .in(ExternalIdSql.FORGET_LOOSE),
                                        arguments(day.getValue())))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private static Tuple arguments(List<Name> names) {
        return Args.of(
                        Args.column(names, Integer[]::new, Name::namespaceId),
                        Args.column(names, String[]::new, Name::externalId),
                        Args.column(names, UUID[]::new, Name::executionId))
                .tuple();
    }

    /** Gives external ids back that were claimed for executions that did not come to be. */
    Uni<Void> release(SqlClient client, int namespaceId, Map<String, UUID> claims) {
        return Database.run(
                        client,
                        ExternalIdSql.RELEASE,
                        Args.of(
                                        namespaceId,
                                        claims.keySet().toArray(String[]::new),
                                        claims.values().toArray(UUID[]::new))
                                .tuple())
                .replaceWithVoid();
    }
}
