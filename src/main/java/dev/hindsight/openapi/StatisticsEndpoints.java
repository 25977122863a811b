package dev.hindsight.openapi;

import static dev.hindsight.openapi.Endpoint.JSON;
import static dev.hindsight.openapi.Endpoint.MERGE_PATCH;
import static dev.hindsight.openapi.Endpoint.reading;
import static dev.hindsight.openapi.Endpoint.writing;
import static dev.hindsight.problem.ProblemType.NOT_FOUND;
import static dev.hindsight.problem.ProblemType.QUERY_TOO_BROAD;
import static dev.hindsight.schema.Schemas.anyOf;
import static dev.hindsight.schema.Schemas.ref;

import java.util.LinkedHashMap;
import java.util.Map;

/** The operations that tell of workflows, and statistics. */
final class StatisticsEndpoints {

    private static final String STATS = "/api/v1/stats";
    private static final String FAILURES = STATS + "/errors";
    private static final String WORKFLOWS = "/api/v1/workflows";

    private StatisticsEndpoints() {}

    static Map<String, Endpoint> all() {
        Map<String, Endpoint> all = new LinkedHashMap<>();
        all.put("GET " + WORKFLOWS, reading("listWorkflows").answers(200, ref("WorkflowPage")));
        all.put(
                "GET " + WORKFLOWS + "/{workflowId}",
                reading("getWorkflow").answers(200, ref("Workflow")).fails(NOT_FOUND));
        all.put(
                "GET " + WORKFLOWS + "/{workflowId}/latest",
                reading("getLatestExecution")
                        .answers(200, ref("Execution"), "ETag")
                        .fails(NOT_FOUND));
        all.put(
                "GET " + STATS,
                reading("getStatistics").answers(200, ref("Statistics")).fails(QUERY_TOO_BROAD));
        all.put(
                "GET " + STATS + "/timeseries",
                reading("getStatisticsSeries")
                        .answers(200, ref("StatisticsSeries"))
                        .fails(QUERY_TOO_BROAD));
        all.put(
                "GET " + STATS + "/nodes",
                reading("getNodeStatistics")
                        .answers(200, ref("NodeStatisticsList"))
                        .fails(QUERY_TOO_BROAD));
        all.put(
                "GET " + STATS + "/storage",
                reading("getStorageStatistics")
                        .answers(200, anyOf(ref("TableUsage"), ref("WorkflowUsage"))));
        all.put(
                "GET " + FAILURES,
                reading("listFailures").answers(200, ref("FailureList")).fails(QUERY_TOO_BROAD));
        all.put(
                "PATCH " + FAILURES + "/{fingerprint}",
                writing("decideAboutFailures")
                        .takes(MERGE_PATCH, ref("FailureDecision"))
                        .takes(JSON, ref("FailureDecision"))
                        .answers(200, ref("FailureGroup"))
                        .fails(NOT_FOUND));
        return all;
    }
}
