package dev.hindsight.openapi;

import static dev.hindsight.openapi.Endpoint.JSON;
import static dev.hindsight.openapi.Endpoint.reading;
import static dev.hindsight.openapi.Endpoint.writing;
import static dev.hindsight.problem.ProblemType.CONFLICT;
import static dev.hindsight.problem.ProblemType.NOT_FOUND;
import static dev.hindsight.schema.Schemas.ref;

import java.util.LinkedHashMap;
import java.util.Map;

/** The operations on retention policies and sweeps, and on what is to be swept: what the history weighs. */
final class RetentionEndpoints {

    private static final String POLICIES = "/api/v1/retention/policies";
    private static final String RUNS = "/api/v1/retention/runs";
    private static final String ERASURES = "/api/v1/erasures";
    private static final String POLICY = POLICIES + "/{name}";

    private RetentionEndpoints() {}

    static Map<String, Endpoint> all() {
        Map<String, Endpoint> all = new LinkedHashMap<>();
        all.put(
                "GET " + POLICIES,
                reading("listRetentionPolicies").answers(200, ref("RetentionPolicyList")));
        all.put(
                "GET " + POLICY,
                reading("getRetentionPolicy")
                        .answers(200, ref("RetentionPolicy"))
                        .fails(NOT_FOUND));
        all.put(
                "PUT " + POLICY,
                writing("putRetentionPolicy")
                        .takes(JSON, ref("RetentionPolicyOrder"))
                        .answers(200, ref("RetentionPolicy"))
                        .answers(201, ref("RetentionPolicy"), "Location")
                        .fails(CONFLICT));
        all.put(
                "DELETE " + POLICY,
                reading("deleteRetentionPolicy").answers(204, null).fails(NOT_FOUND));
        all.put(
                "POST /api/v1/retention/preview",
                writing("previewRetention")
                        .mayTake(JSON, ref("RetentionPolicyOrder"))
                        .answers(200, ref("RetentionPreview")));
        all.put(
                "POST " + RUNS,
                reading("sweep")
                        .answers(200, ref("RetentionRun"))
                        .answers(202, ref("RetentionRun")));
        all.put("GET " + RUNS, reading("listRetentionRuns").answers(200, ref("RetentionRunPage")));
        all.put(
                "POST " + ERASURES,
                writing("erasePerson")
                        .takes(JSON, ref("ErasureRequest"))
                        .answers(202, ref("Erasure"), "Location")
                        .fails(CONFLICT));
        all.put(
                "GET " + ERASURES + "/{id}",
                reading("getErasure").answers(200, ref("Erasure")).fails(NOT_FOUND));
        return all;
    }
}
