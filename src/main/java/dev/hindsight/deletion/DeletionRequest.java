package dev.hindsight.deletion;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.hindsight.field.Body;
import dev.hindsight.field.FieldContext;
import dev.hindsight.field.FieldReader;
import dev.hindsight.field.FieldTypes;
import dev.hindsight.filter.ExecutionFilter;
import dev.hindsight.filter.ExecutionFilterReader;
import dev.hindsight.payload.PayloadReader;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import dev.hindsight.problem.Violation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which executions are to be deleted.
 *
 * @param filter those that match
 * @param purge whether for good
 * @param told the request itself, as JSON text, unless it is long
 */
record DeletionRequest(ExecutionFilter filter, boolean purge, @Nullable String told) {

    /** A longer request is not kept word for word. */
    private static final int MAX_TOLD_BYTES = 8 * 1024;

    private static final FieldReader.Names NAMES =
            new FieldReader.Names(Set.of(), Set.of("filter", "purge", "all"));

    /**
     * Reads the body of a request.
     *
     * @throws ProblemException {@code invalid-request}, naming what is not valid; also where all would
     *     be deleted and it is not said that all are meant
     */
    static DeletionRequest read(byte[] body, PayloadReader payloads) throws IOException {
        FieldContext context = new FieldContext(payloads, body, FieldContext.Mode.MERGE);
        Draft draft = Body.read(body, context, parser -> new Draft().read(parser, context));
        if (draft.filter.matchesAll() && !draft.all) {
            String detail = "The filter leaves nothing out; if all are meant, it must be true.";
            throw new ProblemException(
                    ProblemType.INVALID_REQUEST,
                    "all: " + detail,
                    List.of(new Violation("/all", detail)));
        }
        return new DeletionRequest(
                draft.filter,
                draft.purge,
                body.length > MAX_TOLD_BYTES ? null : new String(body, StandardCharsets.UTF_8));
    }

    /** What has been read of the body so far. */
    private static final class Draft {
        private ExecutionFilter filter = ExecutionFilter.ALL;
        private boolean purge;
        private boolean all;

        Draft read(JsonParser parser, FieldContext context) throws IOException {
            FieldReader.readObject(
                    parser, context, NAMES, (name, value) -> member(name, value, context));
            return this;
        }

        private boolean member(String name, JsonParser parser, FieldContext context)
                throws IOException {
            boolean told = parser.currentToken() != JsonToken.VALUE_NULL;
            switch (name) {
                case "filter" -> {
                    if (told) {
                        FieldContext.Scope outer = context.enter("/filter");
                        filter = ExecutionFilterReader.read(parser, context);
                        context.leave(outer);
                    }
                }
                case "purge" -> purge = told && isTrue(parser, context);
                case "all" -> all = told && isTrue(parser, context);
                default -> {
                    return false;
                }
            }
            return true;
        }

        private static boolean isTrue(JsonParser parser, FieldContext context) throws IOException {
            return Boolean.TRUE.equals(FieldTypes.BOOLEAN.reader().read(parser, context));
        }
    }
}
