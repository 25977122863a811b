package dev.hindsight.crash;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.hindsight.field.Body;
import dev.hindsight.field.FieldContext;
import dev.hindsight.field.FieldReader;
import dev.hindsight.field.FieldTypes;
import dev.hindsight.payload.PayloadReader;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import dev.hindsight.problem.Violation;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which executions an engine disowns: those that one of its instances left running.
 *
 * @param engineInstance the instance
 * @param startedBefore only those that started before, if given
 */
record DisownRequest(String engineInstance, @Nullable OffsetDateTime startedBefore) {

    private static final FieldReader.Names NAMES =
            new FieldReader.Names(Set.of(), Set.of("engineInstance", "startedBefore"));

    /**
     * Reads the body of a request.
     *
     * @throws ProblemException {@code invalid-request}, naming what is not valid
     */
    static DisownRequest read(byte[] body, PayloadReader payloads) throws IOException {
        FieldContext context = new FieldContext(payloads, body, FieldContext.Mode.MERGE);
        Draft draft = Body.read(body, context, parser -> new Draft().read(parser, context));
        if (draft.engineInstance == null) {
            String detail = "It is needed to know whose executions are meant.";
            throw new ProblemException(
                    ProblemType.INVALID_REQUEST,
                    "engineInstance: " + detail,
                    List.of(new Violation("/engineInstance", detail)));
        }
        return new DisownRequest(draft.engineInstance, draft.startedBefore);
    }

    /** What has been read of the body so far. */
    private static final class Draft {
        private @Nullable String engineInstance;
        private @Nullable OffsetDateTime startedBefore;

        Draft read(JsonParser parser, FieldContext context) throws IOException {
            FieldReader.readObject(
                    parser, context, NAMES, (name, value) -> member(name, value, context));
            return this;
        }

        private boolean member(String name, JsonParser parser, FieldContext context)
                throws IOException {
            boolean told = parser.currentToken() != JsonToken.VALUE_NULL;
            switch (name) {
                case "engineInstance" ->
                        engineInstance =
                                told ? FieldTypes.readId(parser, context, FieldTypes.MAX_ID) : null;
                case "startedBefore" ->
                        startedBefore = told ? FieldTypes.readMoment(parser, context) : null;
                default -> {
                    return false;
                }
            }
            return true;
        }
    }
}
