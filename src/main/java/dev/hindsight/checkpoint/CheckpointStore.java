package dev.hindsight.checkpoint;

import static java.util.Objects.requireNonNull;

import dev.hindsight.blob.Blob;
import dev.hindsight.blob.BlobHead;
import dev.hindsight.blob.BlobOwner;
import dev.hindsight.db.Args;
import dev.hindsight.db.Database;
import dev.hindsight.db.RowCursor;
import dev.hindsight.page.Cursor;
import dev.hindsight.partition.DayRange;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows of trees, snapshots and states. What is replaced or deleted is told by its blob. */
@ApplicationScoped
class CheckpointStore {

    private static final List<String> FORGET =
            List.of(
                    CheckpointSql.FORGET_TREES,
                    CheckpointSql.FORGET_SNAPSHOTS,
                    CheckpointSql.FORGET_STATES);

    /**
     * Which snapshots are listed.
     *
     * @param after exclusive
     * @param before exclusive
     * @param beyondAt with {@code beyondId}, the last one of the page before
     */
    record Range(
            @Nullable OffsetDateTime after,
            @Nullable OffsetDateTime before,
            @Nullable OffsetDateTime beyondAt,
            @Nullable UUID beyondId) {

        static final Range ALL = new Range(null, null, null, null);

        /** Those of it behind a page that ended at a place: moment and id. */
        Range beyond(Cursor place) {
            Instant at = place.at(0);
            return new Range(
                    after, before, at == null ? null : at.atOffset(ZoneOffset.UTC), place.id(1));
        }
    }

    Uni<Optional<UUID>> put(
            SqlClient client, BlobOwner owner, Slot slot, OffsetDateTime at, Blob blob) {
        Args args = pointer(owner, at, blob);
        if (slot == Slot.TREE) {
            return run(client, owner, CheckpointSql.PUT_TREE, args).map(CheckpointStore::blobId);
        }
        return run(client, owner, CheckpointSql.PUT_STATE, args.add(slot.word()))
                .map(CheckpointStore::blobId);
    }

    Uni<Optional<BlobHead>> find(SqlClient client, BlobOwner owner, Slot slot) {
        Args args = of(owner);
        Uni<RowSet<Row>> found =
                slot == Slot.TREE
                        ? run(client, owner, CheckpointSql.FIND_TREE, args)
                        : run(client, owner, CheckpointSql.FIND_STATE, args.add(slot.word()));
        return found.map(
                rows ->
                        rows.size() == 0
                                ? Optional.empty()
                                : Optional.of(head(new RowCursor(rows.iterator().next()))));
    }

    Uni<Optional<UUID>> deleteState(SqlClient client, BlobOwner owner, Slot slot) {
        return run(client, owner, CheckpointSql.DELETE_STATE, of(owner).add(slot.word()))
                .map(CheckpointStore::blobId);
    }

    Uni<Optional<UUID>> add(SqlClient client, BlobOwner owner, Snapshot snapshot) {
        return run(
                        client,
                        owner,
                        CheckpointSql.ADD_SNAPSHOT,
                        pointer(owner, snapshot.createdAt(), snapshot.blob()).add(snapshot.id()))
                .map(CheckpointStore::blobId);
    }

    Uni<Optional<Snapshot>> findSnapshot(SqlClient client, BlobOwner owner, UUID id) {
        return run(client, owner, CheckpointSql.FIND_SNAPSHOT, of(owner).add(id))
                .map(rows -> snapshots(rows).stream().findFirst());
    }

    /** Newest first. */
    Uni<List<Snapshot>> list(SqlClient client, BlobOwner owner, Range range, int limit) {
        Args args = of(owner);
        StringBuilder filters = new StringBuilder();
        if (range.before() != null) {
            filters.append(CheckpointSql.SNAPSHOTS_BEFORE.formatted(args.bind(range.before())));
        }
        if (range.after() != null) {
            filters.append(CheckpointSql.SNAPSHOTS_AFTER.formatted(args.bind(range.after())));
        }
        if (range.beyondAt() != null) {
            filters.append(
                    CheckpointSql.SNAPSHOTS_BEYOND.formatted(
                            args.bind(range.beyondAt()), args.bind(range.beyondId())));
        }
        String sql = CheckpointSql.SNAPSHOTS.formatted(filters, args.bind(limit));
        return run(client, owner, sql, args).map(CheckpointStore::snapshots);
    }

    Uni<Optional<UUID>> deleteSnapshot(SqlClient client, BlobOwner owner, UUID id) {
        return run(client, owner, CheckpointSql.DELETE_SNAPSHOT, of(owner).add(id))
                .map(CheckpointStore::blobId);
    }

    Uni<Void> forget(SqlClient client, int namespaceId, List<UUID> ids) {
        DayRange days = DayRange.of(ids);
        Uni<Void> forgotten = Uni.createFrom().voidItem();
        for (String sql : FORGET) {
            forgotten =
                    forgotten.chain(
                            () ->
                                    Database.run(
                                                    client,
                                                    days.in(sql),
                                                    Args.of(namespaceId, ids.toArray(UUID[]::new))
                                                            .tuple())
                                            .replaceWithVoid());
        }
        return forgotten;
    }

    /** A blob that nothing points to any more. */
    record Loose(UUID executionId, UUID blob) {}

    /** Forgets all snapshots of executions but so many of the newest of each; tells their blobs. */
    Uni<List<Loose>> trim(SqlClient client, int namespaceId, List<UUID> ids, int keep) {
        return Database.run(
                        client,
                        DayRange.of(ids).in(CheckpointSql.TRIM_SNAPSHOTS),
                        Args.of(namespaceId, ids.toArray(UUID[]::new), keep).tuple())
                .map(
                        rows -> {
                            List<Loose> loose = new ArrayList<>();
                            rows.forEach(
                                    row -> loose.add(new Loose(row.getUUID(0), row.getUUID(1))));
                            return List.copyOf(loose);
                        });
    }

    Uni<List<CheckpointService.Usage>> usage(SqlClient client, BlobOwner owner) {
        return run(client, owner, CheckpointSql.USAGE, of(owner))
                .map(
                        rows -> {
                            List<CheckpointService.Usage> usage = new ArrayList<>();
                            for (Row row : rows) {
                                usage.add(
                                        new CheckpointService.Usage(
                                                row.getString(0),
                                                row.getLong(1),
                                                row.getLong(2),
                                                row.getLong(3)));
                            }
                            return usage;
                        });
    }

    private static Uni<RowSet<Row>> run(
            SqlClient client, BlobOwner owner, String sql, Args arguments) {
        return Database.run(client, DayRange.of(owner.executionId()).in(sql), arguments.tuple());
    }

    private static Args of(BlobOwner owner) {
        return Args.of(owner.namespaceId(), owner.executionId());
    }

    private static Args pointer(BlobOwner owner, OffsetDateTime at, Blob blob) {
        return of(owner).add(at).add(blob.id()).add(blob.bytes()).add(blob.storedBytes());
    }

    private static Optional<UUID> blobId(RowSet<Row> rows) {
        return rows.size() == 0
                ? Optional.empty()
                : Optional.ofNullable(rows.iterator().next().getUUID(0));
    }

    private static BlobHead head(RowCursor row) {
        return new BlobHead(blob(row), row.bytes());
    }

    private static Blob blob(RowCursor row) {
        return new Blob(
                requireNonNull(row.uuid()),
                requireNonNull(row.bigint()),
                requireNonNull(row.bigint()));
    }

    private static List<Snapshot> snapshots(RowSet<Row> rows) {
        List<Snapshot> snapshots = new ArrayList<>(rows.size());
        for (Row row : rows) {
            RowCursor next = new RowCursor(row);
            snapshots.add(
                    new Snapshot(
                            requireNonNull(next.uuid()),
                            requireNonNull(next.moment()),
                            blob(next)));
        }
        return snapshots;
    }
}
