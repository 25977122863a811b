package dev.hindsight.fold;

import dev.hindsight.db.Args;
import dev.hindsight.db.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** What waits to be taken up, for who has to take words out of it. */
@ApplicationScoped
public class WaitingDeltas {

    /**
     * Forgets the error messages of executions, which count as before. Whoever is taking their deltas up
     * at this moment is done with it when this answers.
     */
    public Uni<Void> forgetMessages(SqlClient client, int namespaceId, List<UUID> ids) {
        return Database.run(
                        client,
                        FoldSql.FORGET_MESSAGES,
                        Args.of(namespaceId, ids.toArray(UUID[]::new)).tuple())
                .replaceWithVoid();
    }
}
