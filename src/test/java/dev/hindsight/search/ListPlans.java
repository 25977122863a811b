package dev.hindsight.search;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hindsight.db.Database;
import io.quarkus.test.junit.QuarkusMock;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** Listens to the statements that the service runs, and explains them as its connections plan them. */
final class ListPlans {

    private static final String PARENTS =
            """
            SELECT child.relname, parent.relname
            FROM pg_inherits i
            JOIN pg_class child ON child.oid = i.inhrelid
            JOIN pg_class parent ON parent.oid = i.inhparent
            WHERE child.relname LIKE 'execution%'
            """;

    /** A statement that was run. */
    record Heard(String sql, Tuple arguments) {}

    private final Pool pool;
    private final Map<String, String> parents = new HashMap<>();
    private final List<Heard> heard = new CopyOnWriteArrayList<>();

    private ListPlans(Pool pool) {
        this.pool = pool;
    }

    /** Begins to listen until the test ends. */
    static ListPlans listen(Pool pool, Database database) {
        ListPlans plans = new ListPlans(pool);
        QuarkusMock.installMockForInstance(
                new Database(pool) {
                    @Override
                    public Uni<RowSet<Row>> ask(SqlClient client, String sql, Tuple arguments) {
                        plans.heard.add(new Heard(sql, arguments));
                        return super.ask(client, sql, arguments);
                    }
                },
                database);
        for (Row row : pool.query(PARENTS).execute().await().indefinitely()) {
            plans.parents.put(row.getString(0), row.getString(1));
        }
        return plans;
    }

    /** The statements about executions since the last call, with what each did. */
    List<Plan> explain() {
        List<Plan> plans =
                heard.stream()
                        .filter(it -> it.sql().contains("FROM execution e"))
                        .map(this::explain)
                        .toList();
        heard.clear();
        return plans;
    }

    private Plan explain(Heard statement) {
        String values =
                statement.arguments().size() == 0
                        ? ""
                        : "(" + literals(statement.arguments()) + ")";
        String text =
                pool.withConnection(
                                connection ->
                                        connection
                                                .query("PREPARE heard AS " + statement.sql())
                                                .execute()
                                                .chain(
                                                        () ->
                                                                connection
                                                                        .query(
                                                                                "EXPLAIN (ANALYZE, VERBOSE, TIMING OFF, FORMAT JSON) EXECUTE heard"
                                                                                        + values)
                                                                        .execute())
                                                .call(
                                                        () ->
                                                                connection
                                                                        .query("DEALLOCATE heard")
                                                                        .execute()))
                        .await()
                        .indefinitely()
                        .iterator()
                        .next()
                        .getValue(0)
                        .toString();
        try {
            return new Plan(statement.sql(), new ObjectMapper().readTree(text), parents);
        } catch (JsonProcessingException malformed) {
            throw new IllegalStateException(malformed);
        }
    }

    private static String literals(Tuple arguments) {
        List<String> literals = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            Object value = arguments.getValue(i);
            literals.add(
                    value instanceof Object[] values
                            ? Arrays.stream(values)
                                    .map(it -> '"' + it.toString().replace("\"", "\\\"") + '"')
                                    .collect(Collectors.joining(",", "'{", "}'"))
                            : "'" + value.toString().replace("'", "''") + "'");
        }
        return String.join(", ", literals);
    }

    /** What a statement did. */
    record Plan(String sql, JsonNode json, Map<String, String> parents) {

        List<JsonNode> nodes() {
            List<JsonNode> nodes = new ArrayList<>();
            collect(json.get(0).get("Plan"), nodes);
            return nodes;
        }

        private static void collect(JsonNode node, List<JsonNode> nodes) {
            nodes.add(node);
            node.path("Plans").forEach(child -> collect(child, nodes));
        }

        /** The nodes that read partitions of the table of executions. */
        List<JsonNode> scans() {
            return nodes().stream()
                    .filter(node -> node.path("Relation Name").asText().matches("execution_\\d{8}"))
                    .toList();
        }

        /** The partitions that the plan opens, run or not. */
        int partitions() {
            return (int)
                    scans().stream()
                            .map(node -> node.get("Relation Name").asText())
                            .distinct()
                            .count();
        }

        /** The indexes of executions that were walked, by the names that the migration gives them. */
        TreeSet<String> indexes() {
            return nodes().stream()
                    .filter(node -> node.path("Actual Loops").asInt() > 0)
                    .map(node -> parents.get(node.path("Index Name").asText()))
                    .filter(name -> name != null)
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        /** Rows of executions that were looked at, those on the page and those in vain. */
        long rowsRead() {
            double rows = 0;
            for (JsonNode node : scans()) {
                double each =
                        node.get("Actual Rows").asDouble()
                                + node.path("Rows Removed by Filter").asDouble()
                                + node.path("Rows Removed by Index Recheck").asDouble();
                rows += each * node.get("Actual Loops").asDouble();
            }
            return Math.round(rows);
        }

        boolean has(String nodeType) {
            return scans().stream()
                    .anyMatch(node -> node.get("Node Type").asText().equals(nodeType));
        }

        double millis() {
            return json.get(0).get("Execution Time").asDouble();
        }
    }
}
