package dev.hindsight.key;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.hindsight.access.Role;
import dev.hindsight.field.Body;
import dev.hindsight.field.FieldContext;
import dev.hindsight.field.FieldReader;
import dev.hindsight.field.FieldType;
import dev.hindsight.field.FieldTypes;
import dev.hindsight.namespace.Namespace;
import dev.hindsight.payload.PayloadReader;
import dev.hindsight.problem.ProblemException;
import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The key that somebody wants.
 *
 * @param name 1 to 255 characters, for people
 * @param namespace a name, or {@code *}; {@code null}: the caller's own
 * @param payloads whether its holder may read payloads
 * @param expiresAt in the future; {@code null}: never
 */
record KeyOrder(
        String name,
        Role role,
        @Nullable String namespace,
        boolean payloads,
        @Nullable Instant expiresAt) {

    private static final FieldReader.Names NAMES =
            new FieldReader.Names(
                    Set.of("id", "key", "createdAt", "createdBy"),
                    Set.of("name", "role", "namespace", "payloads", "expiresAt"));

    private static final FieldType NAME = FieldTypes.id(FieldTypes.MAX_ID);

    /** What is wrong with the name of a namespace. */
    static final String NO_NAMESPACE =
            "It must be 1 to 63 of A-Z a-z 0-9 . _ -, beginning with a letter or digit.";

    /**
     * Reads the body of a request.
     *
     * @throws ProblemException {@code invalid-request}, naming all that is not valid
     */
    static KeyOrder read(byte[] body, PayloadReader payloads, Instant now) throws IOException {
        FieldContext context = new FieldContext(payloads, body, FieldContext.Mode.MERGE);
        return Body.read(body, context, parser -> new Draft(context, now).read(parser));
    }

    /** What has been read of the body so far. */
    private static final class Draft {
        private final FieldContext context;
        private final Instant now;
        private @Nullable String name;
        private @Nullable Role role;
        private @Nullable String namespace;
        private boolean payloads = true;
        private @Nullable Instant expiresAt;

        Draft(FieldContext context, Instant now) {
            this.context = context;
            this.now = now;
        }

        KeyOrder read(JsonParser parser) throws IOException {
            FieldReader.readObject(parser, context, NAMES, this::member);
            if (name == null) {
                context.rejectAt("/name", "It is required.");
            }
            if (role == null) {
                context.rejectAt("/role", "It is required: viewer, writer or admin.");
            } else if (Namespace.ALL.equals(namespace) && role != Role.ADMIN) {
                context.rejectAt("/role", "A key of all namespaces is an admin's.");
            }
            return new KeyOrder(
                    name == null ? "" : name,
                    role == null ? Role.VIEWER : role,
                    namespace,
                    payloads,
                    expiresAt);
        }

        private boolean member(String member, JsonParser parser) throws IOException {
            boolean told = parser.currentToken() != JsonToken.VALUE_NULL;
            switch (member) {
                case "name" -> name = told ? text(parser) : null;
                case "role" -> role = told ? role(parser) : null;
                case "namespace" -> namespace = told ? namespace(parser) : null;
                case "payloads" ->
                        payloads =
                                !told
                                        || Boolean.TRUE.equals(
                                                FieldTypes.BOOLEAN.reader().read(parser, context));
                case "expiresAt" -> expiresAt = told ? expiry(parser) : null;
                default -> {
                    return false;
                }
            }
            return true;
        }

        private @Nullable String text(JsonParser parser) throws IOException {
            return (String) NAME.reader().read(parser, context);
        }

        private @Nullable Role role(JsonParser parser) throws IOException {
            String word = text(parser);
            Optional<Role> known = word == null ? Optional.empty() : Role.ofWord(word);
            return known.isPresent() || word == null
                    ? known.orElse(null)
                    : context.reject(parser, "It must be viewer, writer or admin.");
        }

        private @Nullable String namespace(JsonParser parser) throws IOException {
            String word = text(parser);
            boolean good = word != null && (word.equals(Namespace.ALL) || Namespace.isName(word));
            return good || word == null ? word : context.reject(parser, NO_NAMESPACE);
        }

        private @Nullable Instant expiry(JsonParser parser) throws IOException {
            OffsetDateTime at = (OffsetDateTime) FieldTypes.MOMENT.reader().read(parser, context);
            if (at != null && !at.toInstant().isAfter(now)) {
                return context.reject(parser, "It must be in the future.");
            }
            return at == null ? null : at.toInstant();
        }
    }
}
