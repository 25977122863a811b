package dev.hindsight.openapi;

import static dev.hindsight.openapi.Endpoint.JSON;
import static dev.hindsight.openapi.Endpoint.reading;
import static dev.hindsight.openapi.Endpoint.writing;
import static dev.hindsight.problem.ProblemType.NOT_FOUND;
import static dev.hindsight.schema.Schemas.ref;

import java.util.LinkedHashMap;
import java.util.Map;

/** The operations on keys, namespaces and the audit. */
final class AccessEndpoints {

    private static final String KEYS = "/api/v1/keys";
    private static final String NAMESPACES = "/api/v1/namespaces";

    private AccessEndpoints() {}

    static Map<String, Endpoint> all() {
        Map<String, Endpoint> all = new LinkedHashMap<>();
        all.put("GET " + KEYS, reading("listKeys").answers(200, ref("KeyList")));
        all.put(
                "POST " + KEYS,
                writing("createKey")
                        .takes(JSON, ref("KeyOrder"))
                        .answers(201, ref("NewKey"), "Location"));
        all.put(
                "DELETE " + KEYS + "/{id}",
                reading("revokeKey").answers(204, null).fails(NOT_FOUND));
        all.put("GET " + NAMESPACES, reading("listNamespaces").answers(200, ref("NamespaceList")));
        all.put(
                "GET " + NAMESPACES + "/{name}",
                reading("getNamespace").answers(200, ref("Namespace")).fails(NOT_FOUND));
        all.put(
                "PUT " + NAMESPACES + "/{name}",
                writing("putNamespace")
                        .takes(JSON, ref("NamespaceOrder"))
                        .answers(200, ref("Namespace"))
                        .answers(201, ref("Namespace")));
        all.put("GET /api/v1/audit", reading("listAudit").answers(200, ref("AuditPage")));
        return all;
    }
}
