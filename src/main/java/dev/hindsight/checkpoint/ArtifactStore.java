package dev.hindsight.checkpoint;

import dev.hindsight.blob.BlobOwner;
import dev.hindsight.db.Args;
import dev.hindsight.db.Database;
import dev.hindsight.partition.DayRange;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Rows of artifacts. */
@ApplicationScoped
class ArtifactStore {

    Uni<Void> store(
            SqlClient client, BlobOwner owner, OffsetDateTime now, List<Artifact> artifacts) {
        return write(client, ArtifactSql.STORE, owner, now, artifacts);
    }

    /** Stores those that are not there. */
    Uni<Void> addMissing(
            SqlClient client, BlobOwner owner, OffsetDateTime now, List<Artifact> artifacts) {
        return write(client, ArtifactSql.ADD_MISSING, owner, now, artifacts);
    }

    private static Uni<Void> write(
            SqlClient client,
            String sql,
            BlobOwner owner,
            OffsetDateTime now,
            List<Artifact> artifacts) {
        return Database.run(
                        client,
                        sql,
                        Args.of(owner.namespaceId(), owner.executionId(), now)
                                .add(column(artifacts, Artifact::node))
                                .add(column(artifacts, Artifact::key))
                                .add(column(artifacts, Artifact::json))
                                .tuple())
                .replaceWithVoid();
    }

    Uni<Void> keep(SqlClient client, BlobOwner owner, List<Artifact> artifacts) {
        return Database.run(
                        client,
                        in(owner, ArtifactSql.KEEP),
                        Args.of(owner.namespaceId(), owner.executionId())
                                .add(column(artifacts, Artifact::node))
                                .add(column(artifacts, Artifact::key))
                                .tuple())
                .replaceWithVoid();
    }

    Uni<Optional<String>> find(SqlClient client, BlobOwner owner, String node, String key) {
        return Database.run(client, in(owner, ArtifactSql.FIND), item(owner, node, key))
                .map(
                        rows ->
                                rows.size() == 0
                                        ? Optional.empty()
                                        : Optional.of(rows.iterator().next().getString(0)));
    }

    Uni<Boolean> exists(SqlClient client, BlobOwner owner, String node, String key) {
        return Database.run(client, in(owner, ArtifactSql.EXISTS), item(owner, node, key))
                .map(rows -> rows.size() > 0);
    }

    /** Tells whether there was one. */
    Uni<Boolean> delete(SqlClient client, BlobOwner owner, String node, String key) {
        return Database.run(client, in(owner, ArtifactSql.DELETE), item(owner, node, key))
                .map(rows -> rows.rowCount() > 0);
    }

    /** The next ones by node and key; empty behind the last. */
    Uni<List<Artifact>> slice(
            SqlClient client, BlobOwner owner, String afterNode, String afterKey, long bytes) {
        return Database.run(
                        client,
                        in(owner, ArtifactSql.SLICE),
                        Args.of(
                                        owner.namespaceId(),
                                        owner.executionId(),
                                        afterNode,
                                        afterKey,
                                        bytes)
                                .tuple())
                .map(
                        rows -> {
                            List<Artifact> slice = new ArrayList<>(rows.size());
                            for (Row row : rows) {
                                slice.add(
                                        new Artifact(
                                                row.getString(0),
                                                row.getString(1),
                                                row.getString(2)));
                            }
                            return slice;
                        });
    }

    Uni<Void> forget(SqlClient client, int namespaceId, List<UUID> ids) {
        return Database.run(
                        client,
                        DayRange.of(ids).in(ArtifactSql.FORGET),
                        Args.of(namespaceId, ids.toArray(UUID[]::new)).tuple())
                .replaceWithVoid();
    }

    private static String in(BlobOwner owner, String sql) {
        return DayRange.of(owner.executionId()).in(sql);
    }

    private static Tuple item(BlobOwner owner, String node, String key) {
        return Args.of(owner.namespaceId(), owner.executionId(), node, key).tuple();
    }

    private static String[] column(List<Artifact> artifacts, Function<Artifact, String> value) {
        return artifacts.stream().map(value).toArray(String[]::new);
    }
}
