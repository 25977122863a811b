package dev.hindsight.removal;

import dev.hindsight.db.Args;
import dev.hindsight.db.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows of {@code change} that tell of removals. */
@ApplicationScoped
class RemovalStore {

    /** In place of an execution's id where many are meant. */
    static final UUID MANY = new UUID(0, 0);

    /** Lets the statements of a transaction take longer than others may. */
    Uni<Void> patience(SqlClient client) {
        return client.query(RemovalSql.PATIENCE).execute().replaceWithVoid();
    }

    /**
     * Tells that executions were removed, or deleted together.
     *
     * @param execution the only one, or {@link #MANY}
     */
    Uni<Void> tell(
            SqlClient client,
            OffsetDateTime now,
            int namespaceId,
            UUID execution,
            long count,
            @Nullable String policy) {
        return Database.run(
                        client,
                        RemovalSql.TELL_REMOVED,
                        Args.of(now, execution, namespaceId, count, policy).tuple())
                .replaceWithVoid();
    }
}
