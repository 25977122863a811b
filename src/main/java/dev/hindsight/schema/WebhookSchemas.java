package dev.hindsight.schema;

import static dev.hindsight.schema.Schemas.array;
import static dev.hindsight.schema.Schemas.bool;
import static dev.hindsight.schema.Schemas.moment;
import static dev.hindsight.schema.Schemas.orNull;
import static dev.hindsight.schema.Schemas.ref;
import static dev.hindsight.schema.Schemas.text;
import static dev.hindsight.schema.Schemas.whole;

import dev.hindsight.webhook.EventKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.models.media.Schema;

/** Webhooks and what they are sent. */
public final class WebhookSchemas {

    private static final List<String> STATES = List.of("waiting", "delivered", "dead");

    private WebhookSchemas() {}

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
}
