package dev.hindsight.db;

import io.vertx.mutiny.sqlclient.SqlConnection;

/**
 * A connection to a replica. What fails on it is told as the driver tells it: whoever asks decides
 * whether the primary can do better, and nobody is told that the database is away.
 */
public final class ReplicaConnection extends SqlConnection {

    public ReplicaConnection(SqlConnection connection) {
        super(Database.quiet(connection).getDelegate());
    }
}
