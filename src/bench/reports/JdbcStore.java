package reports;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The reference for whole executions: what an engine does that brings a store of its own. The table
 * and the one insert of Constellation's guide to an {@code ExecutionStorage} on PostgreSQL, called
 * in this process, without HTTP, with the pool's defaults. The JSON is made beforehand, which the
 * engine would have to do each time.
 */
final class JdbcStore implements AutoCloseable {

    private static final String SCHEMA =
            """
            DROP SCHEMA IF EXISTS bench_constellation CASCADE;
            CREATE SCHEMA bench_constellation;
            CREATE TABLE bench_constellation.executions (
                execution_id   VARCHAR(255) PRIMARY KEY,
                dag_name       VARCHAR(255) NOT NULL,
                script_path    VARCHAR(1024),
                start_time     BIGINT NOT NULL,
                end_time       BIGINT,
                inputs         JSONB NOT NULL DEFAULT '{}',
                outputs        JSONB,
                status         VARCHAR(50) NOT NULL,
                node_results   JSONB NOT NULL DEFAULT '{}',
                dag_viz_ir     JSONB,
                sample_rate    DOUBLE PRECISION NOT NULL DEFAULT 1.0,
                source         VARCHAR(50) NOT NULL
            );
            CREATE INDEX idx_executions_dag_name ON bench_constellation.executions(dag_name);
            CREATE INDEX idx_executions_script_path ON bench_constellation.executions(script_path);
            CREATE INDEX idx_executions_start_time ON bench_constellation.executions(start_time DESC);
            CREATE INDEX idx_executions_status ON bench_constellation.executions(status);
            """;

    private static final String STORE =
            """
            INSERT INTO bench_constellation.executions
              (execution_id, dag_name, script_path, start_time, end_time, inputs, outputs, status,
               node_results, dag_viz_ir, sample_rate, source)
            VALUES (?, ?, ?, ?, ?, ?::jsonb, ?::jsonb, ?, ?::jsonb, ?::jsonb, ?, ?)
            """;

    private final Postgres postgres;
    private final HikariDataSource pool;
    private final List<String> nodeResults;

    /** Makes the table, empty. */
    JdbcStore(Postgres postgres) throws SQLException {
        this.postgres = postgres;
        postgres.execute(SCHEMA);
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(postgres.jdbc());
        config.setUsername(postgres.user());
        config.setPassword(postgres.password());
        this.pool = new HikariDataSource(config);
        this.nodeResults =
                StandardExecution.variants().stream()
                        .map(
                                execution ->
                                        IntStream.range(0, StandardExecution.STEPS)
                                                .mapToObj(
                                                        i ->
                                                                "\"step-%d\":%s"
                                                                        .formatted(
                                                                                i,
                                                                                execution
                                                                                        .steps()
                                                                                        .get(i)))
                                                .collect(Collectors.joining(",", "{", "}")))
                        .toList();
    }

    /** Executions a second that so many threads store. */
    double executionsPerSecond(int threads, double seconds)
            throws InterruptedException, ExecutionException {
        ExecutorService workers = Executors.newFixedThreadPool(threads);
        try {
            long begun = System.nanoTime();
            long end = begun + (long) (seconds * 1e9);
            List<Future<Long>> counts = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                counts.add(workers.submit(() -> storeUntil(end)));
            }
            long stored = 0;
            for (Future<Long> count : counts) {
                stored += count.get();
            }
            return stored / ((System.nanoTime() - begun) / 1e9);
        } finally {
            workers.shutdownNow();
        }
    }

    private long storeUntil(long end) throws SQLException {
        long stored = 0;
        while (System.nanoTime() - end < 0) {
            store(nodeResults.get((int) (stored % nodeResults.size())));
            stored++;
        }
        return stored;
    }

    private void store(String results) throws SQLException {
        long now = System.currentTimeMillis();
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement insert = connection.prepareStatement(STORE)) {
                insert.setString(1, UUID.randomUUID().toString());
                insert.setString(2, "order-flow");
                insert.setString(3, "flows/order.cst");
                insert.setLong(4, now - 5_000);
                insert.setLong(5, now);
                insert.setString(6, "{}");
                insert.setString(7, "{}");
                insert.setString(8, "Completed");
                insert.setString(9, results);
                insert.setString(10, null);
                insert.setDouble(11, 1);
                insert.setString(12, "API");
                insert.executeUpdate();
            }
            connection.commit();
        }
    }

    /** Of the table with its indexes, for one execution. */
    double bytesPerExecution() throws SQLException {
        return postgres.number("SELECT pg_total_relation_size('bench_constellation.executions')")
                / (double) postgres.number("SELECT count(*) FROM bench_constellation.executions");
    }

    /** Takes the table away. */
    @Override
    public void close() throws SQLException {
        pool.close();
        postgres.execute("DROP SCHEMA bench_constellation CASCADE");
    }
}
