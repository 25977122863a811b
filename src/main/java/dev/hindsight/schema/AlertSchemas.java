package dev.hindsight.schema;

import static dev.hindsight.schema.Schemas.array;
import static dev.hindsight.schema.Schemas.bool;
import static dev.hindsight.schema.Schemas.moment;
import static dev.hindsight.schema.Schemas.number;
import static dev.hindsight.schema.Schemas.orNull;
import static dev.hindsight.schema.Schemas.ref;
import static dev.hindsight.schema.Schemas.text;
import static dev.hindsight.schema.Schemas.whole;

import dev.hindsight.webhook.EventKind;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.models.media.Schema;

/** Webhooks and what they are sent, and service levels. */
public final class AlertSchemas {

    private static final long LONGEST_MS = 315_360_000_000L;

    private static final List<String> STATES = List.of("waiting", "delivered", "dead");

    private AlertSchemas() {}

    /** All of them, by name. */
    public static Map<String, Schema> all() {
        Map<String, Schema> all = new LinkedHashMap<>();
        all.put("WebhookEvent", Schemas.words(EventKind.WORDS));
        all.put("WebhookOrder", order());
        all.put("Webhook", webhook());
        all.put("WebhookList", Schemas.record(Map.of("items", array(ref("Webhook")))));
        all.put("Delivery", delivery());
        Map<String, Schema> page = new LinkedHashMap<>();
        page.put("items", array(ref("Delivery")));
        page.put("nextCursor", orNull(text()));
        all.put("DeliveryPage", Schemas.record(page));
        all.put("SlaOrder", slaOrder());
        all.put("SlaBreach", breach());
        all.put("Sla", sla());
        all.put("SlaList", Schemas.record(Map.of("items", array(ref("Sla")))));
        return all;
    }

    private static Schema order() {
        Map<String, Schema> members = new LinkedHashMap<>();
        members.put("name", orNull(text(1, 255)).description("As in the path, if it is sent."));
        members.put("url", url());
        members.put(
                "secret",
                orNull(secret())
                        .description(
                                "24 to 64 bytes; absent: the one it has, or a new one that is shown"
                                        + " this once."));
        members.put("events", array(ref("WebhookEvent")).minItems(1));
        members.put("filter", orNull(ref("ExecutionFilter")));
        members.put("enabled", orNull(bool()).description("True unless sent."));
        return Schemas.object(members)
                .addRequired("url")
                .addRequired("events")
                .description("Who is to be told of what.");
    }

    private static Schema webhook() {
        Map<String, Schema> members = new LinkedHashMap<>();
        members.put("name", text(1, 255));
        members.put("url", url());
        members.put("events", array(ref("WebhookEvent")));
        members.put("filter", orNull(ref("ExecutionFilter")));
        members.put("enabled", bool());
        members.put(
                "disabledReason",
                orNull(text()).description("Why the service itself disabled it."));
        members.put(
                "overflowedAt",
                orNull(moment()).description("When events were lost, since too many waited."));
        members.put("failures", whole(0L, null).description("One after the other, until now."));
        members.put("retryAt", orNull(moment()).description("Until then it is left alone."));
        members.put("createdAt", moment());
        members.put("updatedAt", moment());
        Schema told = Schemas.record(members);
        told.addProperty(
                "secret", secret().description("Only in the answer to who made it without one."));
        return told.description("Who is told of what, and how it fares.");
    }

    private static Schema delivery() {
        Map<String, Schema> members = new LinkedHashMap<>();
        members.put("id", whole(1L, null));
        members.put("eventId", text().description("Sent as webhook-id."));
        members.put("event", text());
        members.put("execution", orNull(Schemas.uuid()));
        members.put("state", Schemas.words(STATES));
        members.put("attempts", whole(0L, null));
        members.put("nextAttemptAt", orNull(moment()));
        members.put("createdAt", moment());
        members.put("deliveredAt", orNull(moment()));
        members.put("lastStatus", orNull(whole(100L, 599L)));
        members.put("lastError", orNull(text()));
        return Schemas.record(members)
                .description("What a webhook is sent, and what became of it.");
    }

    private static Schema url() {
        return text(1, 2_048).format("uri").description("Of http or https, without user info.");
    }

    private static Schema secret() {
        return text().pattern("^whsec_[A-Za-z0-9+/]+={0,2}$");
    }

    private static Schema slaOrder() {
        Map<String, Schema> order = rules();
        order.put("name", orNull(text(1, 255)).description("As in the path, if it is sent."));
        return Schemas.object(order)
                .addRequired("workflowId")
                .description("What is expected of a workflow: at least one thing.");
    }

    private static Schema sla() {
        Map<String, Schema> sla = new LinkedHashMap<>();
        sla.put("name", text(1, 255));
        sla.putAll(rules());
        sla.put("state", Schemas.words(List.of("kept", "breached")));
        sla.put("breaches", array(ref("SlaBreach")).description("The latest twenty."));
        sla.put("createdAt", moment());
        sla.put("updatedAt", moment());
        return Schemas.record(sla).description("What is expected, and how it is kept.");
    }

    private static Map<String, Schema> rules() {
        Map<String, Schema> members = new LinkedHashMap<>();
        members.put("workflowId", text(1, 255));
        members.put(
                "maxDurationMs",
                orNull(whole(1L, LONGEST_MS)).description("No execution takes longer."));
        members.put(
                "minSuccessRate",
                orNull(number().minimum(BigDecimal.ZERO).maximum(BigDecimal.valueOf(100)))
                        .description("Percent that complete, of those that finish in the window."));
        members.put(
                "maxSilence",
                orNull(text()).description("One starts at least as often: PT1M to P366D."));
        members.put(
                "window",
                orNull(text())
                        .description(
                                "So far back executions count that ended: PT1M to P30D; PT1H."));
        return members;
    }

    private static Schema breach() {
        Map<String, Schema> members = new LinkedHashMap<>();
        members.put("rule", Schemas.words(List.of("maxDuration", "minSuccessRate", "maxSilence")));
        members.put("execution", orNull(Schemas.uuid()).description("Which took too long."));
        members.put("breachedAt", moment());
        members.put("recoveredAt", orNull(moment()).description("When it was over."));
        members.put("value", number().description("Milliseconds or percent"));
        members.put("limit", number());
        return Schemas.record(members);
    }
}
