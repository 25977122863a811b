package dev.hindsight.openapi;

import static dev.hindsight.openapi.Endpoint.JSON;
import static dev.hindsight.openapi.Endpoint.MERGE_PATCH;
import static dev.hindsight.openapi.Endpoint.NDJSON;
import static dev.hindsight.openapi.Endpoint.PROTOBUF;
import static dev.hindsight.openapi.Endpoint.reading;
import static dev.hindsight.openapi.Endpoint.writing;
import static dev.hindsight.problem.ProblemType.CONFLICT;
import static dev.hindsight.problem.ProblemType.GONE;
import static dev.hindsight.problem.ProblemType.ILLEGAL_TRANSITION;
import static dev.hindsight.problem.ProblemType.NOT_FOUND;
import static dev.hindsight.problem.ProblemType.QUERY_TOO_BROAD;
import static dev.hindsight.problem.ProblemType.UNPROCESSABLE;
import static dev.hindsight.problem.ProblemType.VERSION_MISMATCH;
import static dev.hindsight.schema.Schemas.anyOf;
import static dev.hindsight.schema.Schemas.array;
import static dev.hindsight.schema.Schemas.ref;

import dev.hindsight.schema.Schemas;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.microprofile.openapi.models.media.Schema;

/** What is said of every operation, by method and path. */
final class Endpoints {

    private static final String EXECUTIONS = "/api/v1/executions";
    private static final String EXECUTION = EXECUTIONS + "/{execution}";
    private static final String STEPS = EXECUTION + "/steps";
    private static final String LOGS = EXECUTION + "/logs";
    private static final String ETAG = "ETag";
    private static final String LOCATION = "Location";
    private static final String PREFERENCE_APPLIED = "Preference-Applied";

    private Endpoints() {}

    /** All of them. What is not here does not come into the document. */
    static Map<String, Endpoint> all() {
        Map<String, Endpoint> all = new LinkedHashMap<>();
        executions(all);
        removal(all);
        steps(all);
        logs(all);
        all.putAll(CheckpointEndpoints.all());
        all.putAll(AccessEndpoints.all());
        all.putAll(RetentionEndpoints.all());
        all.putAll(StatisticsEndpoints.all());
        all.putAll(AlertEndpoints.all());
        all.put(
                "POST /api/v1/ingest",
                writing("reportInBulk")
                        .takes(NDJSON, ref("BulkOperation"))
                        .answers(200, ref("BulkReceipt")));
        all.put(
                "POST /v1/traces",
                writing("reportTraces")
                        .takes(JSON, ref("TraceRequest"))
                        .takes(PROTOBUF, Schemas.bytes())
                        .answersEither(200, eitherEncoding("TraceReceipt"))
                        .failsAs(eitherEncoding("TraceProblem"))
                        .fails(NOT_FOUND));
        all.put(
                "PUT " + EXECUTION + "/dag",
                writing("putGraph")
                        .changesExecution()
                        .takes(JSON, Schemas.any())
                        .answers(200, written(), ETAG, PREFERENCE_APPLIED));
        all.put(
                "GET /api/v1/live/events",
                reading("watchExecutions").answersAs("text/event-stream", 200, Schemas.any()));
        all.put(
                "GET /api/v1/dags/{hash}",
                reading("getGraph").answers(200, Schemas.any()).fails(NOT_FOUND));
        return all;
    }

    /** A body in the encoding of the request. */
    private static Map<String, Schema> eitherEncoding(String inJson) {
        Map<String, Schema> types = new LinkedHashMap<>();
        types.put(JSON, ref(inJson));
        types.put(PROTOBUF, Schemas.bytes());
        return types;
    }

    private static void executions(Map<String, Endpoint> all) {
        all.put(
                "GET " + EXECUTIONS,
                reading("listExecutions")
                        .answers(200, ref("ExecutionPage"))
                        .fails(QUERY_TOO_BROAD));
        all.put(
                "GET " + EXECUTIONS + "/counts",
                reading("countExecutions")
                        .answers(200, ref("ExecutionCounts"))
                        .fails(QUERY_TOO_BROAD));
        all.put(
                "POST " + EXECUTIONS,
                writing("reportExecution")
                        .takes(JSON, ref("ExecutionReport"))
                        .answers(201, written(), ETAG, LOCATION, PREFERENCE_APPLIED)
                        .answers(200, written(), ETAG, PREFERENCE_APPLIED)
                        .fails(CONFLICT, GONE, NOT_FOUND, VERSION_MISMATCH));
        all.put(
                "POST " + EXECUTIONS + "/import",
                writing("importExecutions")
                        .takes(NDJSON, Schemas.any())
                        .takes(JSON, Schemas.any())
                        .answers(200, ref("ImportReceipt"))
                        .fails(CONFLICT, GONE));
        all.put(
                "GET " + EXECUTIONS + "/export",
                reading("exportExecutions")
                        .answersAs(NDJSON, 200, Schemas.any())
                        .fails(QUERY_TOO_BROAD));
        all.put(
                "GET " + EXECUTION + "/export",
                reading("exportExecution")
                        .ofExecution()
                        .answersAs(NDJSON, 200, Schemas.any())
                        .answersAs(JSON, 200, Schemas.any()));
        all.put(
                "GET " + EXECUTION,
                reading("getExecution").ofExecution().answers(200, ref("ExecutionStory"), ETAG));
        all.put(
                "GET " + EXECUTION + "/timeline",
                reading("getTimeline").ofExecution().answers(200, ref("Timeline")));
        all.put(
                "GET " + EXECUTION + "/storage",
                reading("getStorage").ofExecution().answers(200, ref("Storage")));
        all.put(
                "GET " + EXECUTION + "/diff/{other}",
                reading("compareExecutions")
                        .ofExecution()
                        .answers(200, ref("Comparison"))
                        .fails(QUERY_TOO_BROAD, UNPROCESSABLE));
        all.put(
                "PATCH " + EXECUTION,
                writing("patchExecution")
                        .ofExecution()
                        .takes(MERGE_PATCH, ref("ExecutionPatch"))
                        .takes(JSON, ref("ExecutionPatch"))
                        .answers(200, written(), ETAG, PREFERENCE_APPLIED)
                        .fails(CONFLICT, ILLEGAL_TRANSITION, VERSION_MISMATCH));
        all.put(
                "POST " + EXECUTION + "/replay",
                writing("replayExecution")
                        .changesExecution()
                        .mayTake(JSON, ref("ReplayOrder"))
                        .answers(202, ref("Execution"), ETAG, LOCATION)
                        .fails(CONFLICT, UNPROCESSABLE));
        all.put(
                "POST " + EXECUTION + "/heartbeat",
                writing("beat")
                        .changesExecution()
                        .mayTake(JSON, ref("HeartbeatReport"))
                        .answers(204, null)
                        .fails(CONFLICT));
    }

    private static void removal(Map<String, Endpoint> all) {
        all.put(
                "DELETE " + EXECUTION,
                reading("deleteExecution")
                        .ofExecution()
                        .answers(204, null)
                        .fails(VERSION_MISMATCH));
        all.put(
                "POST " + EXECUTION + "/restore",
                reading("restoreExecution")
                        .ofExecution()
                        .answers(200, ref("ExecutionItem"), ETAG)
                        .fails(VERSION_MISMATCH));
        all.put(
                "POST " + EXECUTIONS + "/delete",
                writing("deleteExecutions")
                        .takes(JSON, ref("DeletionRequest"))
                        .answers(200, ref("DeletionReceipt")));
        all.put(
                "POST " + EXECUTIONS + "/crashed",
                writing("disownExecutions")
                        .takes(JSON, ref("DisownRequest"))
                        .answers(200, ref("DisownReceipt")));
    }

    private static void steps(Map<String, Endpoint> all) {
        all.put("GET " + STEPS, reading("listSteps").ofExecution().answers(200, ref("StepPage")));
        all.put(
                "POST " + STEPS,
                writing("reportSteps")
                        .changesExecution()
                        .takes(JSON, anyOf(ref("NewStepReport"), array(ref("NewStepReport"))))
                        .answers(201, ref("StepVersions"))
                        .fails(CONFLICT));
        all.put(
                "GET " + STEPS + "/{key}",
                reading("getStep").ofExecution().answers(200, ref("Step"), ETAG));
        all.put(
                "PUT " + STEPS + "/{key}",
                writing("reportStep")
                        .ofExecution()
                        .takes(JSON, ref("StepReport"))
                        .answers(201, writtenStep(), ETAG, PREFERENCE_APPLIED)
                        .answers(200, writtenStep(), ETAG, PREFERENCE_APPLIED)
                        .fails(CONFLICT, VERSION_MISMATCH));
        all.put(
                "PATCH " + STEPS + "/{key}",
                writing("patchStep")
                        .ofExecution()
                        .takes(MERGE_PATCH, ref("StepPatch"))
                        .takes(JSON, ref("StepPatch"))
                        .answers(200, writtenStep(), ETAG, PREFERENCE_APPLIED)
                        .fails(CONFLICT, ILLEGAL_TRANSITION, VERSION_MISMATCH));
    }

    private static void logs(Map<String, Endpoint> all) {
        all.put(
                "GET " + LOGS,
                reading("readLog")
                        .ofExecution()
                        .answers(200, ref("LogPage"))
                        .fails(QUERY_TOO_BROAD));
        all.put(
                "GET /api/v1/logs/search",
                reading("searchLogs").answers(200, ref("FoundLinePage")).fails(QUERY_TOO_BROAD));
        all.put(
                "POST " + LOGS,
                writing("reportLines")
                        .changesExecution()
                        .takes(JSON, array(ref("LogReport")))
                        .takes(NDJSON, ref("LogReport"))
                        .answers(200, ref("LogReceipt"))
                        .fails(CONFLICT));
    }

    /** What a write answers: the list item, or the full record for who prefers it. */
    private static Schema writtenStep() {
        return anyOf(ref("StepSummary"), ref("Step"));
    }

    private static Schema written() {
        return anyOf(ref("ExecutionItem"), ref("Execution"));
    }
}
