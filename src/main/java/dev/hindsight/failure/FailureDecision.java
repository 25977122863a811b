package dev.hindsight.failure;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.hindsight.field.Body;
import dev.hindsight.field.FieldContext;
import dev.hindsight.field.FieldReader;
import dev.hindsight.payload.PayloadReader;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import dev.hindsight.problem.Violation;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is decided about a group of failures, as it is sent. */
final class FailureDecision {

    private static final String EXPECTED = "It must be one of " + FailureState.WORDS + ".";

    private static final FieldReader.Names NAMES =
            new FieldReader.Names(
                    Set.of(
                            "fingerprint",
                            "message",
                            "errorType",
                            "failedNode",
                            "count",
                            "trend",
                            "firstSeenAt",
                            "lastSeenAt",
                            "exampleExecution",
                            "stateChangedAt"),
                    Set.of("state"));

    private final FieldContext context;
    private @Nullable FailureState state;

    private FailureDecision(FieldContext context) {
        this.context = context;
    }

    /**
     * Reads the state out of the body of a request.
     *
     * @throws ProblemException {@code invalid-request}, naming what is not valid
     */
    static FailureState read(byte[] body, PayloadReader payloads) throws IOException {
        FieldContext context = new FieldContext(payloads, body, FieldContext.Mode.PATCH);
        FailureDecision decision = new FailureDecision(context);
        FailureState state = Body.read(body, context, decision::state);
        if (state == null) {
            String detail = "It is needed: " + FailureState.WORDS + ".";
            throw new ProblemException(
                    ProblemType.INVALID_REQUEST,
                    "state: " + detail,
                    List.of(new Violation("/state", detail)));
        }
        return state;
    }

    private @Nullable FailureState state(JsonParser parser) throws IOException {
        FieldReader.readObject(parser, context, NAMES, this::member);
        return state;
    }

    private boolean member(String name, JsonParser parser) throws IOException {
        if (!name.equals("state")) {
            return false;
        }
        if (context.expect(parser, JsonToken.VALUE_STRING, EXPECTED)) {
            state = FailureState.ofWord(parser.getText()).orElse(null);
            if (state == null) {
                context.reject(EXPECTED);
            }
        }
        return true;
    }
}
