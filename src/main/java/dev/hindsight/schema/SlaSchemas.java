package dev.hindsight.schema;

import static dev.hindsight.schema.Schemas.array;
import static dev.hindsight.schema.Schemas.moment;
import static dev.hindsight.schema.Schemas.number;
import static dev.hindsight.schema.Schemas.orNull;
import static dev.hindsight.schema.Schemas.ref;
import static dev.hindsight.schema.Schemas.text;
import static dev.hindsight.schema.Schemas.whole;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.models.media.Schema;

/** Service levels. */
public final class SlaSchemas {

    private static final long LONGEST_MS = 315_360_000_000L;

    private SlaSchemas() {}

    /** All of them, by name. */
    public static Map<String, Schema> all() {
        Map<String, Schema> all = new LinkedHashMap<>();
        Map<String, Schema> order = rules();
        order.put("name", orNull(text(1, 255)).description("As in the path, if it is sent."));
        all.put(
                "SlaOrder",
                Schemas.object(order)
                        .addRequired("workflowId")
                        .description("What is expected of a workflow: at least one thing."));
        all.put("SlaBreach", breach());
        Map<String, Schema> sla = new LinkedHashMap<>();
        sla.put("name", text(1, 255));
        sla.putAll(rules());
        sla.put("state", Schemas.words(List.of("kept", "breached")));
        sla.put("breaches", array(ref("SlaBreach")).description("The latest twenty."));
        sla.put("createdAt", moment());
        sla.put("updatedAt", moment());
        all.put("Sla", Schemas.record(sla).description("What is expected, and how it is kept."));
        all.put("SlaList", Schemas.record(Map.of("items", array(ref("Sla")))));
        return all;
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
