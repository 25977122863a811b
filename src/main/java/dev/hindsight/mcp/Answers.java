package dev.hindsight.mcp;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializable;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import dev.hindsight.access.Caller;
import dev.hindsight.access.Callers;
import dev.hindsight.audit.Audit;
import dev.hindsight.digest.Findings;
import dev.hindsight.edge.Explanation;
import dev.hindsight.problem.ProblemException;
import io.quarkiverse.mcp.server.RawMessage;
import io.quarkiverse.mcp.server.TextContent;
import io.quarkiverse.mcp.server.ToolResponse;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/** Has questions answered, and tells what went wrong in plain words. */
@Singleton
final class Answers {

    private static final Logger LOG = Logger.getLogger(Answers.class);

    private static final int SERVER_ERROR = 500;

    private final ObjectMapper json;
    private final Callers callers;
    private final Audit audit;
    private final McpGate gate;

    Answers(ObjectMapper json, Callers callers, Audit audit, McpGate gate) {
        this.json = json;
        this.callers = callers;
        this.audit = audit;
        this.gate = gate;
    }

    /**
     * The answer of a tool: JSON as text, for older clients, and as what it is.
     *
     * @param message the request as it came
     * @param work ends the reading of what is asked, and answers with a JSON object as text
     */
    Uni<ToolResponse> of(RawMessage message, Form form, Function<Asked, Uni<String>> work) {
        Asked asked = form.read(callers.current(), arguments(message));
        return attempt(() -> work.apply(asked))
                .map(
                        text ->
                                new ToolResponse(
                                        false,
                                        List.of(new TextContent(text)),
                                        new Json(text),
                                        null))
                .onFailure()
                .recoverWithItem(failure -> ToolResponse.error(asked.told(explain(failure))));
    }

    /** What a failure is about; those that are not the caller's are told to the log, too. */
    ProblemException explain(Throwable failure) {
        ProblemException problem = Explanation.of(failure);
        if (problem.type().status() >= SERVER_ERROR && !problem.isCommon()) {
            MDC.put("requestId", gate.requestId());
            LOG.errorf(
                    failure,
                    "Question failed: status=%d requestId=%s",
                    problem.type().status(),
                    gate.requestId());
        }
        return problem;
    }

    /** Begins what may fail at once as if it failed later. */
    static <T> Uni<T> attempt(Supplier<Uni<T>> work) {
        return Uni.createFrom().deferred(work::get);
    }

    /** Notes that payloads were told, to who may read them. */
    void note(Caller caller, String tool, String handle) {
        audit.noteRead(caller, McpGate.PATH + "/" + tool + "/" + handle);
    }

    /** The same of an explanation, which also tells how the payloads of the last success differed. */
    void note(Caller caller, String handle, Findings found) {
        note(caller, Forms.EXPLAIN, handle);
        if (found.different() != null && found.success() != null) {
            note(caller, Forms.EXPLAIN, found.success().id().toString());
        }
    }

    private JsonNode arguments(RawMessage message) {
        try {
            return json.readTree(message.asString()).at("/params/arguments");
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** JSON text where the library wants a value: written as it is, with all digits of its numbers. */
    private record Json(String text) implements JsonSerializable {

        @Override
        public void serialize(JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeRawValue(text);
        }

        @Override
        public void serializeWithType(
                JsonGenerator out, SerializerProvider provider, TypeSerializer type)
                throws IOException {
            serialize(out, provider);
        }
    }
}
