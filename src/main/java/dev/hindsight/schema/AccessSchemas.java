package dev.hindsight.schema;

import static dev.hindsight.schema.Schemas.array;
import static dev.hindsight.schema.Schemas.bool;
import static dev.hindsight.schema.Schemas.moment;
import static dev.hindsight.schema.Schemas.orNull;
import static dev.hindsight.schema.Schemas.ref;
import static dev.hindsight.schema.Schemas.text;
import static dev.hindsight.schema.Schemas.whole;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.models.media.Schema;

/** Keys, namespaces and the audit. */
public final class AccessSchemas {

    private static final List<String> ROLES = List.of("viewer", "writer", "admin");

    private AccessSchemas() {}

    public static Map<String, Schema> all() {
        Map<String, Schema> all = new LinkedHashMap<>();
        all.put("KeyOrder", keyOrder());
        all.put("Key", Schemas.record(key(false)).description("A key, without its secret."));
        all.put(
                "NewKey",
                Schemas.record(key(true)).description("A key and, this once, what opens it."));
        all.put("KeyList", list(ref("Key")));
        Map<String, Schema> quotas = new LinkedHashMap<>();
        quotas.put(
                "requestsPerSecond",
                orNull(whole(1L, 1_000_000L))
                        .description(
                                "Of all its callers together on each replica; null: of each what the settings"
                                        + " say."));
        quotas.put(
                "liveConnections",
                orNull(whole(1L, 1_000_000L))
                        .description(
                                "Of all its callers together on each replica; null: as many as there is"
                                        + " room for."));
        quotas.put(
                "bytesPerDay",
                orNull(whole(1L, 1_000_000_000_000_000L))
                        .description(
                                "Of bodies of what they report, after inflation, in a day (UTC) on all"
                                        + " replicas; null: as many as they like."));
        all.put("Quotas", Schemas.object(quotas).description("What its callers may use."));
        Map<String, Schema> order = new LinkedHashMap<>();
        order.put("quotas", orNull(ref("Quotas")));
        all.put(
                "NamespaceOrder",
                Schemas.object(order).description("What a namespace is to have."));
        Map<String, Schema> namespace = new LinkedHashMap<>();
        namespace.put("name", text(1, 63));
        namespace.put("createdAt", moment());
        namespace.put("quotas", ref("Quotas"));
        all.put("Namespace", Schemas.record(namespace).description("A world of its own."));
        all.put("NamespaceList", list(ref("Namespace")));
        all.put("AuditEntry", entry());
        Map<String, Schema> page = new LinkedHashMap<>();
        page.put("items", array(ref("AuditEntry")));
        page.put("nextCursor", orNull(text()));
        all.put("AuditPage", Schemas.record(page));
        return all;
    }

    private static Schema keyOrder() {
        Map<String, Schema> members = new LinkedHashMap<>();
        members.put("name", text(1, 255).description("For people."));
        members.put("role", Schemas.words(ROLES));
        members.put(
                "namespace",
                orNull(text(1, 63))
                        .description(
                                "The caller's own unless sent; made if it is new; `*` for all of"
                                        + " them, for an admin."));
        members.put(
                "payloads",
                orNull(bool()).description("Whether payloads may be read; true unless sent."));
        members.put("expiresAt", orNull(moment()).description("In the future; never unless sent."));
        return Schemas.object(members)
                .addRequired("name")
                .addRequired("role")
                .description("The key that is wanted.");
    }

    private static Map<String, Schema> key(boolean isNew) {
        Map<String, Schema> members = new LinkedHashMap<>();
        members.put("id", text().pattern("^[0-9a-f]{16}$"));
        if (isNew) {
            members.put("key", text().pattern("^hs_[0-9a-f]{16}_[0-9a-f]{64}$"));
        }
        members.put("name", text(1, 255));
        members.put("role", Schemas.words(ROLES));
        members.put("namespace", text(1, 63).description("`*`: all of them."));
        members.put("payloads", bool());
        members.put("createdAt", moment());
        members.put("createdBy", text());
        members.put("expiresAt", orNull(moment()));
        members.put("lastUsedAt", orNull(moment()).description("To the minute."));
        members.put("revokedAt", orNull(moment()));
        return members;
    }

    private static Schema entry() {
        Map<String, Schema> members = new LinkedHashMap<>();
        members.put("id", Schemas.uuid());
        members.put("at", moment());
        members.put("actor", text().description("The id of a key, `admin-key` or `local`."));
        members.put("action", text().description("Such as `key.created` or `payloads.read`."));
        members.put("target", text(0, 1_024).description("An id, a name, or a path."));
        members.put("times", whole(1L, null).description("More than once only for reads."));
        members.put("detail", Schemas.any());
        return Schemas.record(members).description("Who did what.");
    }

    private static Schema list(Schema item) {
        Map<String, Schema> members = new LinkedHashMap<>();
        members.put("items", array(item));
        members.put("nextCursor", orNull(text()));
        return Schemas.record(members);
    }
}
