package dev.hindsight.policy;

import dev.hindsight.db.Args;
import dev.hindsight.db.Database;
import dev.hindsight.payload.PayloadConfig;
import dev.hindsight.payload.PayloadReader;
import dev.hindsight.policy.StoredPolicy.Known;
import dev.hindsight.policy.StoredPolicy.Stamps;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows of policies. */
@ApplicationScoped
class PolicyStore {

    /** Any number: the first half of the locks under which policies are changed. */
    private static final int LOCK = 0x68735f70;

    private final Database database;
    private final PayloadReader payloads;

    PolicyStore(Database database, PayloadConfig config) {
        this.database = database;
        this.payloads = new PayloadReader(config);
    }

    /** Keeps others from changing policies of a namespace until the transaction ends. */
    Uni<Void> lock(SqlClient client, int namespaceId) {
        return Database.run(client, PolicySql.LOCK, Args.of(LOCK, namespaceId).tuple())
                .replaceWithVoid();
    }

    /** What is known in a namespace, in any order. */
    Uni<List<Known>> list(SqlClient client, int namespaceId) {
        return Database.run(client, PolicySql.LIST, Args.of(namespaceId).tuple()).map(this::read);
    }

    /** What is known in each namespace that there is, in any order; nothing of some. */
    Uni<Map<Integer, List<Known>>> all() {
        return database.ask(PolicySql.ALL, Args.of().tuple())
                .map(
                        rows -> {
                            Map<Integer, List<Known>> all = new HashMap<>();
                            for (Row row : rows) {
                                List<Known> its =
                                        all.computeIfAbsent(
                                                row.getInteger("namespace_id"),
                                                id -> new ArrayList<>());
                                if (row.getString("name") != null) {
                                    its.add(read(row));
                                }
                            }
                            return all;
                        });
    }

    Uni<Stamps> put(SqlClient client, int namespaceId, RetentionPolicy policy) {
        return Database.run(
                        client,
                        PolicySql.PUT,
                        Args.of(
                                        namespaceId,
                                        policy.name(),
                                        policy.priority(),
                                        policy.selection().json(),
                                        text(policy.maxAge()),
                                        text(policy.payloadMaxAge()),
                                        text(policy.logMaxAge()),
                                        policy.maxCount(),
                                        policy.countPer().word(),
                                        policy.maxSnapshots(),
                                        policy.archive(),
                                        text(policy.archiveMaxAge()),
                                        policy.enabled())
                                .tuple())
                .map(rows -> stamps(rows.iterator().next()));
    }

    /** Writes down that there is no policy of a name. */
    Uni<Void> markDeleted(SqlClient client, int namespaceId, String name) {
        return Database.run(client, PolicySql.MARK_DELETED, Args.of(namespaceId, name).tuple())
                .replaceWithVoid();
    }

    Uni<Void> remove(SqlClient client, int namespaceId, String name) {
        return Database.run(client, PolicySql.REMOVE, Args.of(namespaceId, name).tuple())
                .replaceWithVoid();
    }

    private List<Known> read(RowSet<Row> rows) {
        List<Known> read = new ArrayList<>(rows.size());
        for (Row row : rows) {
            read.add(read(row));
        }
        return read;
    }

    private Known read(Row row) {
        RetentionPolicy policy =
                new RetentionPolicy(
                        row.getString("name"),
                        row.getInteger("priority"),
                        SelectionReader.stored(row.getString("selection"), payloads),
                        age(row.getString("max_age")),
                        age(row.getString("payload_max_age")),
                        age(row.getString("log_max_age")),
                        row.getInteger("max_count"),
                        CountPer.ofWord(row.getString("count_per")).orElseThrow(),
                        row.getInteger("max_snapshots"),
                        row.getBoolean("archive"),
                        age(row.getString("archive_max_age")),
                        row.getBoolean("enabled"));
        return new Known(new StoredPolicy(policy, stamps(row)), row.getBoolean("deleted"));
    }

    private static Stamps stamps(Row row) {
        return new Stamps(row.getOffsetDateTime("created_at"), row.getOffsetDateTime("updated_at"));
    }

    private static @Nullable String text(@Nullable Age age) {
        return age == null ? null : age.text();
    }

    private static @Nullable Age age(@Nullable String text) {
        return text == null ? null : new Age(text);
    }
}
