package dev.hindsight.blob;

import dev.hindsight.db.Args;
import dev.hindsight.db.Database;
import dev.hindsight.partition.DayRange;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Rows of chunks and uploads. */
@ApplicationScoped
class BlobStore {

    /** Key of the advisory lock under which uploads are swept. */
    private static final long SWEEP_LOCK = 0x48494e44_00000030L;

    /** An upload that nobody ended. */
    record Stale(BlobOwner owner, UUID blob) {}

    Uni<Void> begin(SqlClient client, BlobOwner owner, UUID blob, byte[] content) {
        return write(client, BlobSql.BEGIN, of(owner, blob).add(Buffer.buffer(content)));
    }

    Uni<Void> add(SqlClient client, BlobOwner owner, UUID blob, int n, byte[] content) {
        return write(client, BlobSql.ADD, of(owner, blob).add(n).add(Buffer.buffer(content)));
    }

    Uni<Void> addMissing(SqlClient client, BlobOwner owner, UUID blob, int n, byte[] content) {
        return write(
                client, BlobSql.ADD_MISSING, of(owner, blob).add(n).add(Buffer.buffer(content)));
    }

    private static Args of(BlobOwner owner, UUID blob) {
        return Args.of(owner.namespaceId(), owner.executionId(), blob);
    }

    private static Uni<Void> write(SqlClient client, String sql, Args args) {
        return Database.run(client, sql, args.tuple()).replaceWithVoid();
    }

    /** Ends an upload; tells whether it was still under way. */
    Uni<Boolean> end(SqlClient client, BlobOwner owner, UUID blob) {
        return Database.run(client, BlobSql.END, Tuple.of(owner.namespaceId(), blob))
                .map(rows -> rows.rowCount() > 0);
    }

    Uni<Optional<byte[]>> find(SqlClient client, BlobOwner owner, UUID blob, int n) {
        return Database.run(
                        client,
                        DayRange.of(owner.executionId()).in(BlobSql.FIND),
                        Tuple.of(owner.namespaceId(), owner.executionId(), blob, n))
                .map(
                        rows ->
                                rows.size() == 0
                                        ? Optional.empty()
                                        : Optional.of(
                                                rows.iterator().next().getBuffer(0).getBytes()));
    }

    Uni<Void> forget(SqlClient client, BlobOwner owner, UUID blob) {
        return Database.run(
                        client,
                        DayRange.of(owner.executionId()).in(BlobSql.FORGET),
                        Tuple.of(owner.namespaceId(), owner.executionId(), blob))
                .replaceWithVoid();
    }

    Uni<Void> forgetAll(SqlClient client, int namespaceId, List<UUID> executionIds) {
        return Database.run(
                        client,
                        DayRange.of(executionIds).in(BlobSql.FORGET_ALL),
                        Args.of(namespaceId, executionIds.toArray(UUID[]::new)).tuple())
                .replaceWithVoid();
    }

    /** Whether this transaction is the one that sweeps. */
    Uni<Boolean> tryLock(SqlClient client) {
        return Database.tryLock(client, SWEEP_LOCK);
    }

    /** Locks uploads that began before an id was minted. */
    Uni<List<Stale>> stale(SqlClient client, UUID before, int limit) {
        return Database.run(client, BlobSql.STALE, Tuple.of(before, limit))
                .map(
                        rows -> {
                            List<Stale> stale = new ArrayList<>(rows.size());
                            for (Row row : rows) {
                                BlobOwner owner = new BlobOwner(row.getInteger(0), row.getUUID(1));
                                stale.add(new Stale(owner, row.getUUID(2)));
                            }
                            return stale;
                        });
    }
}
