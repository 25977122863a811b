package dev.hindsight.openapi;

import static dev.hindsight.openapi.Endpoint.JSON;
import static dev.hindsight.openapi.Endpoint.reading;
import static dev.hindsight.openapi.Endpoint.writing;
import static dev.hindsight.problem.ProblemType.CONFLICT;
import static dev.hindsight.problem.ProblemType.NOT_FOUND;
import static dev.hindsight.schema.Schemas.ref;

import java.util.LinkedHashMap;
import java.util.Map;

/** The operations on webhooks and service levels. */
final class AlertEndpoints {

    private static final String WEBHOOKS = "/api/v1/webhooks";
    private static final String WEBHOOK = WEBHOOKS + "/{name}";
    private static final String DELIVERIES = WEBHOOK + "/deliveries";

    private static final String SLAS = "/api/v1/slas";
    private static final String SLA = SLAS + "/{name}";

    private AlertEndpoints() {}

    static Map<String, Endpoint> all() {
        Map<String, Endpoint> all = new LinkedHashMap<>();
        all.put("GET " + WEBHOOKS, reading("listWebhooks").answers(200, ref("WebhookList")));
        all.put(
                "GET " + WEBHOOK,
                reading("getWebhook").answers(200, ref("Webhook")).fails(NOT_FOUND));
        all.put(
                "PUT " + WEBHOOK,
                writing("putWebhook")
                        .takes(JSON, ref("WebhookOrder"))
                        .answers(200, ref("Webhook"))
                        .answers(201, ref("Webhook"), "Location")
                        .fails(CONFLICT));
        all.put("DELETE " + WEBHOOK, reading("deleteWebhook").answers(204, null).fails(NOT_FOUND));
        all.put(
                "GET " + DELIVERIES,
                reading("listDeliveries").answers(200, ref("DeliveryPage")).fails(NOT_FOUND));
        all.put(
                "POST " + DELIVERIES + "/{id}/retry",
                reading("retryDelivery").answers(202, ref("Delivery")).fails(NOT_FOUND, CONFLICT));
        all.put("GET " + SLAS, reading("listSlas").answers(200, ref("SlaList")));
        all.put("GET " + SLA, reading("getSla").answers(200, ref("Sla")).fails(NOT_FOUND));
        all.put(
                "PUT " + SLA,
                writing("putSla")
                        .takes(JSON, ref("SlaOrder"))
                        .answers(200, ref("Sla"))
                        .answers(201, ref("Sla"), "Location")
                        .fails(CONFLICT));
        all.put("DELETE " + SLA, reading("deleteSla").answers(204, null).fails(NOT_FOUND));
        return all;
    }
}
