package dev.hindsight.erasure;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.hindsight.field.Body;
import dev.hindsight.field.FieldContext;
import dev.hindsight.field.FieldReader;
import dev.hindsight.field.FieldType;
import dev.hindsight.field.FieldTypes;
import dev.hindsight.payload.PayloadReader;
import dev.hindsight.problem.ProblemException;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who is to be erased.
 *
 * @param createdBy as executions name the person, 1 to 255 characters
 * @param includePinned whether pinned executions go, too
 */
record ErasureRequest(String createdBy, boolean includePinned) {

    private static final FieldReader.Names NAMES =
            new FieldReader.Names(Set.of(), Set.of("createdBy", "includePinned"));

    private static final FieldType NAME = FieldTypes.id(FieldTypes.MAX_ID);

    /**
     * Reads the body of a request.
     *
     * @throws ProblemException {@code invalid-request}, naming what is not valid
     */
    static ErasureRequest read(byte[] body, PayloadReader payloads) throws IOException {
        FieldContext context = new FieldContext(payloads, body, FieldContext.Mode.MERGE);
        return Body.read(body, context, parser -> new Draft(context).read(parser));
    }

    /** What has been read of the body so far. */
    private static final class Draft {
        private final FieldContext context;
        private @Nullable String createdBy;
        private boolean includePinned;

        Draft(FieldContext context) {
            this.context = context;
        }

        ErasureRequest read(JsonParser parser) throws IOException {
            FieldReader.readObject(parser, context, NAMES, this::member);
            if (createdBy == null) {
                context.rejectAt("/createdBy", "It is required.");
            }
            return new ErasureRequest(createdBy == null ? "" : createdBy, includePinned);
        }

        private boolean member(String name, JsonParser parser) throws IOException {
            boolean told = parser.currentToken() != JsonToken.VALUE_NULL;
            switch (name) {
                case "createdBy" ->
                        createdBy = told ? (String) NAME.reader().read(parser, context) : null;
                case "includePinned" ->
                        includePinned =
                                told
                                        && Boolean.TRUE.equals(
                                                FieldTypes.BOOLEAN.reader().read(parser, context));
                default -> {
                    return false;
                }
            }
            return true;
        }
    }
}
