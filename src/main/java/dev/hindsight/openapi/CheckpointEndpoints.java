package dev.hindsight.openapi;

import static dev.hindsight.openapi.Endpoint.BYTES;
import static dev.hindsight.openapi.Endpoint.JSON;
import static dev.hindsight.openapi.Endpoint.MERGE_PATCH;
import static dev.hindsight.openapi.Endpoint.reading;
import static dev.hindsight.openapi.Endpoint.writing;
import static dev.hindsight.problem.ProblemType.UNPROCESSABLE;
import static dev.hindsight.schema.Schemas.ref;

import dev.hindsight.schema.Schemas;
import java.util.LinkedHashMap;
import java.util.Map;

/** The operations on what an engine goes on from: artifacts, trees, snapshots, states. */
final class CheckpointEndpoints {

    private static final String EXECUTION = "/api/v1/executions/{execution}";
    private static final String ARTIFACTS = EXECUTION + "/artifacts";
    private static final String ARTIFACT = ARTIFACTS + "/{node}/{key}";
    private static final String SNAPSHOTS = EXECUTION + "/snapshots";
    private static final String SNAPSHOT = SNAPSHOTS + "/{snapshot}";
    private static final String STATE = EXECUTION + "/state/{kind}";
    private static final String TREE = EXECUTION + "/tree";

    private CheckpointEndpoints() {}

    static Map<String, Endpoint> all() {
        Map<String, Endpoint> all = new LinkedHashMap<>();
        artifacts(all);
        checkpoints(all);
        return all;
    }

    private static void artifacts(Map<String, Endpoint> all) {
        all.put(
                "GET " + ARTIFACTS,
                reading("getArtifacts").ofExecution().answers(200, ref("Artifacts")));
        all.put(
                "PUT " + ARTIFACTS,
                writing("replaceArtifacts")
                        .changesExecution()
                        .takes(JSON, ref("Artifacts"))
                        .answers(204, null));
        all.put(
                "PATCH " + ARTIFACTS,
                writing("addArtifacts")
                        .changesExecution()
                        .takes(JSON, ref("Artifacts"))
                        .takes(MERGE_PATCH, ref("Artifacts"))
                        .answers(204, null));
        all.put(
                "DELETE " + ARTIFACTS,
                reading("deleteArtifacts").changesExecution().answers(204, null));
        all.put(
                "GET " + ARTIFACT,
                reading("getArtifact").ofExecution().answers(200, Schemas.any()));
        all.put(
                "PUT " + ARTIFACT,
                writing("putArtifact")
                        .changesExecution()
                        .takes(JSON, Schemas.any())
                        .answers(201, null)
                        .answers(204, null));
        all.put(
                "DELETE " + ARTIFACT,
                reading("deleteArtifact").changesExecution().answers(204, null));
    }

    private static void checkpoints(Map<String, Endpoint> all) {
        all.put("GET " + TREE, reading("getTree").ofExecution().answers(200, Schemas.any()));
        all.put(
                "PUT " + TREE,
                writing("putTree")
                        .changesExecution()
                        .takes(JSON, Schemas.any())
                        .answers(204, null)
                        .fails(UNPROCESSABLE));
        all.put("GET " + STATE, reading("getState").ofExecution().answersBytes(200));
        all.put(
                "PUT " + STATE,
                writing("putState")
                        .changesExecution()
                        .takes(BYTES, Schemas.bytes())
                        .answers(204, null)
                        .fails(UNPROCESSABLE));
        all.put("DELETE " + STATE, reading("deleteState").changesExecution().answers(204, null));
        all.put(
                "GET " + SNAPSHOTS,
                reading("listSnapshots").ofExecution().answers(200, ref("SnapshotPage")));
        all.put(
                "POST " + SNAPSHOTS,
                writing("addSnapshot")
                        .changesExecution()
                        .takes(BYTES, Schemas.bytes())
                        .answers(201, ref("Snapshot"), "Location")
                        .fails(UNPROCESSABLE));
        all.put("GET " + SNAPSHOT, reading("getSnapshot").ofExecution().answersBytes(200));
        all.put(
                "DELETE " + SNAPSHOT,
                reading("deleteSnapshot").changesExecution().answers(204, null));
    }
}
