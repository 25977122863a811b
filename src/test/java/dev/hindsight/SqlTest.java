package dev.hindsight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.analytics.RawStatements;
import dev.hindsight.fixture.NewestPostgres;
import dev.hindsight.fixture.Sources;
import dev.hindsight.logsearch.LogSearchStatements;
import dev.hindsight.partition.DayRange;
import dev.hindsight.recording.ExecutionMergeStatements;
import dev.hindsight.retention.JudgementStatements;
import dev.hindsight.search.ExecutionStatements;
import dev.hindsight.step.StepMergeStatements;
import dev.hindsight.usage.UsageStatements;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Transaction;
import jakarta.inject.Inject;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every statement of the service, prepared by a real server against the migrated schema. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class SqlTest {

    /** Constants that are no statements: they stand in those that are, or below. */
    private static final Set<String> FRAGMENTS =
            Set.of(
                    "BlobSql.FIRST_CHUNK",
                    "CrashSql.SILENT",
                    "CrashSql.STALE",
                    "CheckpointSql.SNAPSHOTS_AFTER",
                    "CheckpointSql.SNAPSHOTS_BEFORE",
                    "CheckpointSql.SNAPSHOTS_BEYOND",
                    "ContentSql.HAS",
                    "ContentSql.HOLDS",
                    "ContentSql.TEXT_OF_EXECUTION",
                    "ContentSql.TEXT_OF_LINE",
                    "ContentSql.WORDS_OF",
                    "CopySql.PRECEDENCE",
                    "CopySql.STAMPED",
                    "DeltaSql.EXECUTIONS",
                    "DeltaSql.FORMER_OF_EXECUTION",
                    "DeltaSql.FORMER_OF_STEP",
                    "DeltaSql.KNOWN",
                    "DeltaSql.MERGED_EXECUTIONS",
                    "DeltaSql.MERGED_STEPS",
                    "DeltaSql.READ_OF_EXECUTION",
                    "DeltaSql.REFILED_EXECUTIONS",
                    "DeltaSql.STEPS",
                    "ExecutionCopySql.COUNTED",
                    "ExecutionListSql.STORED",
                    "FailureSql.COUNTED",
                    "FailureSql.STORED",
                    "FailureSql.TOLD",
                    "DeliverySql.COLUMNS",
                    "FeedSql.CLUSTER",
                    "FeedSql.IS_WHOLE",
                    "FeedSql.NO_CLUSTER",
                    "IndexingSql.OVER_WORDS",
                    "JudgementSql.ENDED",
                    "JudgementSql.HAS_LOG",
                    "JudgementSql.HAS_TOO_MANY_SNAPSHOTS",
                    "JudgementSql.TOO_MANY",
                    "KeySql.COLUMNS",
                    "ExecutionSql.LIST_COLUMNS",
                    "ExecutionSql.PAYLOAD_COLUMNS",
                    "ExecutionMergeSql.REPORT",
                    "LogSql.AFTER",
                    "LogSql.BEFORE",
                    "LogSql.COLUMNS",
                    "LogSql.FROM_LEVEL",
                    "LogSql.LINES",
                    "LogSql.OF_LEVEL",
                    "LogSql.OF_STEP",
                    "LogSql.OF_TYPE",
                    "LogSql.STORE_CAPPED",
                    "LogSearchSql.OF_EXECUTIONS",
                    "LogSql.WITH_WORD",
                    "PrecedenceSql.NOTICES",
                    "RawSql.EXECUTIONS",
                    "RollupSql.TOTAL_COLUMNS",
                    "PrecedenceSql.PRECEDENCE",
                    "PrecedenceSql.STAMPED",
                    "PrecedenceSql.TIMES",
                    "PartitionSql.APPENDED",
                    "PolicySql.COLUMNS",
                    "WebhookSql.COLUMNS",
                    "WorkflowSql.LATEST",
                    "SlaSql.COLUMNS",
                    "StepCopySql.COUNTED",
                    "StepMergeSql.REPORT",
                    "StorageSql.NOT_ON_ITS_WAY",
                    "StepSql.AFTER",
                    "StepSql.LATEST_ATTEMPTS",
                    "StepSql.NO_PAYLOAD_COLUMNS",
                    "StepSql.OF_NODE",
                    "StepSql.OF_STATUS",
                    "StepSql.PAYLOAD_COLUMNS",
                    "StepSql.PAYLOAD_JOIN",
                    "StepSql.SUMMARY_COLUMNS");

    /** Classes that write statements at run time, and samples of what they write. */
    private static final Map<String, List<String>> WRITERS =
            Map.of(
                    "ExecutionListSql", ExecutionStatements.lists(),
                    "ExecutionCountSql", ExecutionStatements.counts(),
                    "ExecutionMatchSql", ExecutionStatements.locks(),
                    "ExecutionFilterSql", List.of(),
                    "ExecutionPlaceSql", List.of(),
                    "MergeSql", List.of(),
                    "PlaceSql", List.of());

    private static final DayRange TODAY = DayRange.of(new UUID(0, 0));

    @Inject Pool pool;

    @Test
    void statements_fitTheSchema() {
        Map<String, String> failures = new TreeMap<>();
        SqlConnection connection = pool.getConnection().await().indefinitely();
        try {
            statements()
                    .forEach(
                            (name, sql) -> {
                                String failure = failure(connection, sql);
                                if (failure != null) {
                                    failures.put(name, failure + "\n" + sql);
                                }
                            });
        } finally {
            connection.close().await().indefinitely();
        }

        assertThat(failures).isEmpty();
    }

    @Test
    void fragments_areStillThere() {
        Set<String> constants = new TreeSet<>();
        classes().forEach(type -> constants.addAll(constants(type).keySet()));

        assertThat(constants).containsAll(FRAGMENTS).containsAll(templates(constants()).keySet());
    }

    private static Map<String, String> statements() {
        Map<String, String> constants = constants();
        Map<String, List<String>> templates = templates(constants);
        Map<String, String> statements = new TreeMap<>();
        constants.forEach(
                (name, sql) -> {
                    if (templates.containsKey(name)) {
                        number(name, templates.get(name), statements);
                    } else if (!FRAGMENTS.contains(name)) {
                        assertThat(sql)
                                .as("%s is a template: fill it here", name)
                                .doesNotContainPattern("%(\\d\\$)?s");
                        statements.put(name, sql);
                    }
                });
        for (Class<?> type : classes()) {
            String name = type.getSimpleName();
            if (constants(type).isEmpty()) {
                assertThat(WRITERS).as("samples of what is written by").containsKey(name);
                number(name, WRITERS.getOrDefault(name, List.of()), statements);
            }
        }
        return statements;
    }

    /** Nothing can be built concurrently within a transaction, and so not here. */
    private static Map<String, List<String>> indexing(Map<String, String> all) {
        String words =
                all.get("IndexingSql.OVER_WORDS").formatted("to_tsvector('simple', message)");
        return Map.of(
                "IndexingSql.SETTINGS",
                List.of(all.get("IndexingSql.SETTINGS").formatted(1_000, 64)),
                "IndexingSql.ANALYZE",
                List.of(all.get("IndexingSql.ANALYZE").formatted("log")),
                "IndexingSql.DROP",
                List.of(
                        all.get("IndexingSql.DROP")
                                .formatted("no_idx")
                                .replace("CONCURRENTLY", "")),
                "IndexingSql.BUILD",
                List.of(
                        all.get("IndexingSql.BUILD")
                                .formatted("sample_idx", "log", words)
                                .replace("CONCURRENTLY", "")));
    }

    /** The templates, filled in ways that show all their fragments. */
    private static Map<String, List<String>> templates(Map<String, String> all) {
        String steps = all.get("StepSql.PAGE");
        String lines =
                String.join(
                        "",
                        all.get("LogSql.AFTER").formatted("$3"),
                        all.get("LogSql.BEFORE").formatted("$4"),
                        all.get("LogSql.OF_LEVEL").formatted("$5"),
                        all.get("LogSql.FROM_LEVEL").formatted("$6"),
                        all.get("LogSql.OF_TYPE").formatted("$7"),
                        all.get("LogSql.OF_STEP").formatted("$8"),
                        all.get("LogSql.WITH_WORD").formatted("$9"));
        String snapshots =
                String.join(
                        "",
                        all.get("CheckpointSql.SNAPSHOTS_BEFORE").formatted("$3"),
                        all.get("CheckpointSql.SNAPSHOTS_AFTER").formatted("$4"),
                        all.get("CheckpointSql.SNAPSHOTS_BEYOND").formatted("$5", "$6"));
        String filters =
                String.join(
                        "",
                        all.get("StepSql.OF_STATUS").formatted("$3"),
                        all.get("StepSql.OF_NODE").formatted("$4"),
                        all.get("StepSql.LATEST_ATTEMPTS"),
                        all.get("StepSql.AFTER").formatted("$5", "$6", "$7", "$8"));
        Map<String, List<String>> templates = new TreeMap<>(merges());
        templates.put("JudgementSql.JUDGED", JudgementStatements.samples());
        templates.put("RawSql.COUNT", RawStatements.samples());
        templates.putAll(wholeDays(all));
        templates.put(
                "PartitionSql.ANALYZE",
                List.of(all.get("PartitionSql.ANALYZE").formatted("step, execution")));
        templates.put("LogSearchSql.PAGE", LogSearchStatements.samples());
        templates.put(
                "DatabaseSql.SEARCHING", List.of(all.get("DatabaseSql.SEARCHING").formatted(50)));
        templates.putAll(indexing(all));
        templates.put(
                "StorageSql.ORPHANS",
                List.of(
                        all.get("StorageSql.ORPHANS").formatted("log", ""),
                        all.get("StorageSql.ORPHANS")
                                .formatted("chunk", all.get("StorageSql.NOT_ON_ITS_WAY"))));
        templates.put("UsageSql.MEASURED", List.of(all.get("UsageSql.MEASURED").formatted("2.5")));
        templates.put("UsageSql.START", List.of(UsageStatements.start()));
        for (String template : List.of("FeedSql.CLEAR", "FeedSql.LOCK")) {
            templates.put(template, List.of(all.get(template).formatted(3)));
        }
        templates.putAll(
                Map.of(
                        "CheckpointSql.SNAPSHOTS",
                        List.of(
                                all.get("CheckpointSql.SNAPSHOTS").formatted(snapshots, "$7"),
                                all.get("CheckpointSql.SNAPSHOTS").formatted("", "$3")),
                        "StepSql.PAGE",
                        List.of(
                                steps.formatted(
                                        all.get("StepSql.SUMMARY_COLUMNS"),
                                        all.get("StepSql.PAYLOAD_COLUMNS"),
                                        all.get("StepSql.PAYLOAD_JOIN"),
                                        filters,
                                        "$9"),
                                steps.formatted(
                                        all.get("StepSql.SUMMARY_COLUMNS"),
                                        all.get("StepSql.NO_PAYLOAD_COLUMNS"),
                                        "",
                                        "",
                                        "$3")),
                        "LogSql.PAGE",
                        List.of(
                                all.get("LogSql.PAGE").formatted(lines, "DESC", "$10"),
                                all.get("LogSql.PAGE").formatted("", "ASC", "$3")),
                        "LogSql.COUNT",
                        List.of(
                                all.get("LogSql.COUNT").formatted(lines),
                                all.get("LogSql.COUNT").formatted("")),
                        "PartitionSql.CREATE",
                        List.of(
                                all.get("PartitionSql.CREATE")
                                        .formatted(
                                                "step",
                                                "sample",
                                                all.get("PartitionSql.APPENDED"))),
                        "PartitionSql.ATTACH",
                        List.of(
                                all.get("PartitionSql.CREATE")
                                                .formatted("step", "sample", "fillfactor = 85")
                                        + ";"
                                        + all.get("PartitionSql.ATTACH")
                                                .formatted(
                                                        "step",
                                                        "sample",
                                                        "00000000-0000-0000-0000-000000000001",
                                                        "00000000-0000-0000-0000-000000000002"))));
        return templates;
    }

    /** What is done to the tables of today. */
    private static Map<String, List<String>> wholeDays(Map<String, String> all) {
        String day = DateTimeFormatter.BASIC_ISO_DATE.format(LocalDate.now(ZoneOffset.UTC));
        String next =
                all.get("PartitionSql.SUCCEED").formatted("heartbeat", day, "fillfactor = 50");
        return Map.of(
                "PartitionSql.HOLD",
                List.of(all.get("PartitionSql.HOLD").formatted("step_" + day, day)),
                "PartitionSql.LOCK_PARENTS",
                List.of(all.get("PartitionSql.LOCK_PARENTS").formatted("step, ONLY log")),
                "PartitionSql.DROP",
                List.of(all.get("PartitionSql.DROP").formatted("heartbeat_" + day)),
                "PartitionSql.TRUNCATE",
                List.of(all.get("PartitionSql.TRUNCATE").formatted("heartbeat_" + day)),
                "PartitionSql.SUCCEED",
                List.of(next),
                "PartitionSql.KEEP",
                List.of(
                        // The successor is there only while it is filled.
                        all.get("PartitionSql.KEEP")
                                .formatted("heartbeat", day, "execution_id")
                                .replace("_next", "")),
                "PartitionSql.REPLACE",
                List.of(next + ";" + all.get("PartitionSql.REPLACE").formatted("heartbeat", day)));
    }

    private static Map<String, List<String>> merges() {
        return Map.of(
                "ExecutionCreateSql.CREATE", ExecutionMergeStatements.creations(),
                "ExecutionMergeSql.MERGE", ExecutionMergeStatements.merges(),
                "StepMergeSql.CREATE", StepMergeStatements.creations(),
                "StepMergeSql.MERGE", StepMergeStatements.merges());
    }

    private static Map<String, String> constants() {
        Map<String, String> all = new TreeMap<>();
        classes().forEach(type -> all.putAll(constants(type)));
        return all;
    }

    private static Map<String, String> constants(Class<?> type) {
        Map<String, String> constants = new TreeMap<>();
        for (Field field : type.getDeclaredFields()) {
            if (Modifier.isStatic(field.getModifiers()) && field.getType() == String.class) {
                field.setAccessible(true);
                try {
                    constants.put(
                            type.getSimpleName() + "." + field.getName(), (String) field.get(null));
                } catch (IllegalAccessException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
        return constants;
    }

    private static List<Class<?>> classes() {
        List<Class<?>> classes = new ArrayList<>();
        for (Sources source : Sources.main()) {
            if (source.name().endsWith("Sql")) {
                String name = source.path().toString().replace(".java", "").replace('/', '.');
                try {
                    classes.add(Class.forName(name));
                } catch (ClassNotFoundException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
        return classes;
    }

    private static void number(String name, List<String> samples, Map<String, String> statements) {
        for (int i = 0; i < samples.size(); i++) {
            statements.put("%s %03d".formatted(name, i), samples.get(i));
        }
    }

    /** What the server says against a statement; definitions are carried out and rolled back. */
    private static @Nullable String failure(SqlConnection connection, String marked) {
        String sql = TODAY.in(marked);
        try {
            if (sql.startsWith("CREATE")
                    || sql.startsWith("SET")
                    || sql.startsWith("ANALYZE")
                    || sql.startsWith("DROP")
                    || sql.startsWith("SET TRANSACTION")) {
                Transaction transaction = connection.begin().await().indefinitely();
                try {
                    connection.query(sql).execute().await().indefinitely();
                } finally {
                    transaction.rollback().await().indefinitely();
                }
            } else {
                connection.prepareAndAwait(sql).closeAndAwait();
            }
            return null;
        } catch (RuntimeException refused) {
            return refused.getMessage();
        }
    }
}
