package dev.hindsight.key;

import dev.hindsight.access.Grant;
import dev.hindsight.access.Role;
import dev.hindsight.db.Args;
import dev.hindsight.db.Database;
import dev.hindsight.namespace.Namespace.Quotas;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rows of keys. */
@ApplicationScoped
class KeyStore implements KeyRing.Source {

    /** Any number: the lock under which the first key of all is made. */
    private static final long FIRST_KEY_LOCK = 0x68735f6b6579L;

    private final Database database;

    KeyStore(Database database) {
        this.database = database;
    }

    /** What recognizes a key, and what it permits. */
    record Live(KeyToken.Hash hash, Grant grant) {}

    @Override
    public Uni<Map<String, Live>> live() {
        return database.ask(KeySql.LIVE, Args.of().tuple())
                .map(
                        rows -> {
                            Map<String, Live> live = new HashMap<>();
                            for (Row row : rows) {
                                live.put(
                                        row.getString("id"),
                                        new Live(
                                                new KeyToken.Hash(row.getBuffer("hash").getBytes()),
                                                grant(row)));
                            }
                            return Map.copyOf(live);
                        });
    }

    Uni<List<ApiKey>> list(@Nullable Integer namespaceId) {
        return database.ask(KeySql.LIST, Args.of().add(namespaceId).tuple()).map(KeyStore::read);
    }

    Uni<Optional<ApiKey>> find(SqlClient client, String id) {
        return Database.run(client, KeySql.FIND, Args.of(id).tuple())
                .map(rows -> read(rows).stream().findFirst());
    }

    Uni<Void> insert(
            SqlClient client,
            KeyToken token,
            KeyOrder order,
            Grant.@Nullable Home home,
            String by) {
        return Database.run(
                        client,
                        KeySql.INSERT,
                        Args.of(
                                        token.id(),
                                        Buffer.buffer(token.hash().bytes()),
                                        order.name(),
                                        order.role().word(),
                                        home == null ? null : home.id(),
                                        order.payloads(),
                                        by,
                                        order.expiresAt() == null
                                                ? null
                                                : order.expiresAt().atOffset(ZoneOffset.UTC))
                                .tuple())
                .replaceWithVoid();
    }

    /** Tells whether there is such a key. */
    Uni<Boolean> revoke(SqlClient client, String id, @Nullable Integer namespaceId) {
        return Database.run(client, KeySql.REVOKE, Args.of(id, namespaceId).tuple())
                .map(rows -> rows.rowCount() > 0);
    }

    /** Whether the caller is to make the first key of all: there never was one, and nobody else is. */
    Uni<Boolean> isFirst(SqlClient client) {
        return Database.tryLock(client, FIRST_KEY_LOCK)
                .chain(
                        mine ->
                                mine
                                        ? Database.run(client, KeySql.ANY, Args.of().tuple())
                                                .map(rows -> !rows.iterator().next().getBoolean(0))
                                        : Uni.createFrom().item(false));
    }

    /** Whether there are keys and none of them, any more, may do everything. */
    Uni<Boolean> lacksAdmin(SqlClient client) {
        return Database.run(client, KeySql.LACKS_ADMIN, Args.of().tuple())
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    Uni<Void> used(Map<String, Instant> moments) {
        List<Map.Entry<String, Instant>> uses = List.copyOf(moments.entrySet());
        return database.ask(
                        KeySql.USED,
                        Args.of()
                                .add(Args.column(uses, String[]::new, Map.Entry::getKey))
                                .add(
                                        Args.column(
                                                uses,
                                                OffsetDateTime[]::new,
                                                it -> it.getValue().atOffset(ZoneOffset.UTC)))
                                .tuple())
                .replaceWithVoid();
    }

    private static Grant grant(Row row) {
        OffsetDateTime expiresAt = row.getOffsetDateTime("expires_at");
        return new Grant(
                row.getString("id"),
                role(row),
                home(row),
                row.getBoolean("payloads"),
                new Quotas(
                        row.getInteger("requests_per_second"),
                        row.getInteger("live_connections"),
                        row.getLong("bytes_per_day")),
                expiresAt == null ? null : expiresAt.toInstant());
    }

    private static List<ApiKey> read(RowSet<Row> rows) {
        List<ApiKey> keys = new ArrayList<>(rows.size());
        for (Row row : rows) {
            keys.add(
                    new ApiKey(
                            row.getString("id"),
                            row.getString("name"),
                            role(row),
                            home(row),
                            row.getBoolean("payloads"),
                            row.getOffsetDateTime("created_at"),
                            row.getString("created_by"),
                            row.getOffsetDateTime("expires_at"),
                            row.getOffsetDateTime("last_used_at"),
                            row.getOffsetDateTime("revoked_at")));
        }
        return keys;
    }

    private static Role role(Row row) {
        return Role.ofWord(row.getString("role")).orElseThrow();
    }

    private static Grant.@Nullable Home home(Row row) {
        Integer id = row.getInteger("namespace_id");
        return id == null ? null : new Grant.Home(id, row.getString("namespace"));
    }
}
