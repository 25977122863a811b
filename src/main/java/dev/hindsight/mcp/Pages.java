package dev.hindsight.mcp;

import dev.hindsight.access.Caller;
import dev.hindsight.access.Callers;
import dev.hindsight.digest.Diagnosis;
import dev.hindsight.digest.Story;
import dev.hindsight.digest.Telling;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import io.quarkiverse.mcp.server.JsonRpcErrorCodes;
import io.quarkiverse.mcp.server.McpException;
import io.quarkiverse.mcp.server.Prompt;
import io.quarkiverse.mcp.server.PromptArg;
import io.quarkiverse.mcp.server.PromptMessage;
import io.quarkiverse.mcp.server.RequestUri;
import io.quarkiverse.mcp.server.ResourceTemplate;
import io.quarkiverse.mcp.server.ResourceTemplateArg;
import io.quarkiverse.mcp.server.TextResourceContents;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Executions as resources, and questions that people ask often, as prompts. */
@Singleton
final class Pages {

    private static final String JSON = "application/json";

    private final Answers answers;
    private final Telling telling;
    private final Story story;
    private final Diagnosis diagnosis;
    private final Callers callers;

    Pages(Answers answers, Telling telling, Story story, Diagnosis diagnosis, Callers callers) {
        this.answers = answers;
        this.telling = telling;
        this.story = story;
        this.diagnosis = diagnosis;
        this.callers = callers;
    }

    @ResourceTemplate(
            name = "execution",
            title = "Execution",
            uriTemplate = "hindsight://executions/{handle}",
            description =
                    "One execution without payloads: its record, its steps by status, and the first of them."
                            + " The handle is its id, or ext: and the engine's own id of it, percent-encoded.",
            mimeType = JSON)
    Uni<TextResourceContents> execution(
            @ResourceTemplateArg(name = "handle") String handle, RequestUri uri) {
        return read(
                uri,
                Answers.attempt(
                        () -> story.tell(callers.current(), decoded(handle), Story.Wanted.USUAL)));
    }

    @ResourceTemplate(
            name = "failure",
            title = "Failure of an execution",
            uriTemplate = "hindsight://executions/{handle}/failure",
            description = "What is known of why an execution failed, as explain_failure tells it.",
            mimeType = JSON)
    Uni<TextResourceContents> failure(
            @ResourceTemplateArg(name = "handle") String handle, RequestUri uri) {
        Caller caller = callers.current();
        String named = decoded(handle);
        return read(
                uri,
                Answers.attempt(() -> diagnosis.of(caller, named))
                        .invoke(found -> answers.note(caller, named, found))
                        .map(found -> telling.object(found::write)));
    }

    private Uni<TextResourceContents> read(RequestUri uri, Uni<String> text) {
        return text.map(it -> new TextResourceContents(uri.value(), it, JSON))
                .onFailure()
                .transform(this::refused);
    }

    /** The protocol has no other way to say that a resource cannot be read. */
    private McpException refused(Throwable failure) {
        ProblemException problem = answers.explain(failure);
        boolean isGone =
                problem.type() == ProblemType.NOT_FOUND || problem.type() == ProblemType.GONE;
        int code =
                isGone
                        ? JsonRpcErrorCodes.RESOURCE_NOT_FOUND
                        : problem.type().status() < 500
                                ? JsonRpcErrorCodes.INVALID_PARAMS
                                : JsonRpcErrorCodes.INTERNAL_ERROR;
        return new McpException(problem.detail(), code);
    }

    private static String decoded(String handle) {
        try {
            return URLDecoder.decode(handle.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return handle;
        }
    }

    @Prompt(
            name = "why_did_this_fail",
            title = "Why did this fail?",
            description = "Find out why an execution failed, from what is recorded of it.")
    PromptMessage whyDidThisFail(
            @PromptArg(
                            name = "handle_id",
                            description =
                                    "The id of an execution, or ext: and the engine's own id of it")
                    String handle) {
        return PromptMessage.withUserRole(
                """
                Why did the execution %s fail?

                Call explain_failure with it. Say which step failed first and with which error, and which \
                steps only followed. Tell apart what is recorded from what you conclude. If its log lines \
                are not enough, call get_logs with that step_key; if inputs matter, call get_execution \
                with payloads set to true. If the workflow completed before, say what was different then."""
                        .formatted(quoted(handle)));
    }

    @Prompt(
            name = "what_changed",
            title = "What changed?",
            description =
                    "Find out what differs between two executions, or between one and the last success of its"
                            + " workflow.")
    PromptMessage whatChanged(
            @PromptArg(
                            name = "a",
                            description = "The one execution; handle_id does as well",
                            required = false)
                    @Nullable String a,
            @PromptArg(
                            name = "b",
                            description =
                                    "The other execution; unless given, the last success before the one",
                            required = false)
                    @Nullable String b,
            @PromptArg(name = "handle_id", description = "The one execution", required = false)
                    @Nullable String handle) {
        String one = a == null ? handle : a;
        if (one == null) {
            throw new McpException(
                    "a: It is needed, or handle_id.", JsonRpcErrorCodes.INVALID_PARAMS);
        }
        return PromptMessage.withUserRole(
                """
                What changed between the execution %s and %s?

                Call compare_executions with a set to %s and b set to %s. Say which inputs, versions, steps \
                and durations differ, what of it may matter to the outcome, and what is merely time."""
                        .formatted(
                                quoted(one),
                                b == null
                                        ? "the last success of its workflow before it"
                                        : "the execution " + quoted(b),
                                quoted(one),
                                quoted(b == null ? Forms.LAST_SUCCESS : b)));
    }

    private static String quoted(String handle) {
        return '"' + handle.replace("\"", "\\\"") + '"';
    }
}
