package dev.hindsight.audit;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import dev.hindsight.field.JsonOut;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the audit.
 *
 * @param id rises with time
 * @param at when; of reads, when the first of them was
 * @param actor id of the key, or {@code local}, or {@code admin-key}
 * @param times how often, more than once only of reads
 * @param detail JSON text
 */
@JsonSerialize(using = AuditEntry.Json.class)
record AuditEntry(
        UUID id,
        OffsetDateTime at,
        String actor,
        String action,
        String target,
        int times,
        @Nullable String detail) {

    /** As the contract writes it. */
    @RegisterForReflection
    static final class Json extends JsonSerializer<AuditEntry> {
        @Override
        public void serialize(AuditEntry entry, JsonGenerator json, SerializerProvider provider)
                throws IOException {
            json.writeStartObject();
            new JsonOut(json)
                    .text("id", entry.id())
                    .moment("at", entry.at())
                    .text("actor", entry.actor())
                    .text("action", entry.action())
                    .text("target", entry.target())
                    .number("times", entry.times())
                    .raw("detail", entry.detail());
            json.writeEndObject();
        }
    }
}
