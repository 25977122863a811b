package dev.hindsight.crash;

import dev.hindsight.access.Caller;
import dev.hindsight.access.Callers;
import dev.hindsight.access.Role;
import dev.hindsight.execution.ExecutionStatus;
import dev.hindsight.payload.PayloadConfig;
import dev.hindsight.payload.PayloadReader;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import dev.hindsight.search.ExecutionFilter;
import dev.hindsight.search.ExecutionMatches;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Crashes over HTTP: engines say what they do not run any more. */
@Path("/api/v1/executions")
@Tag(name = "Reports")
public class CrashResource {

    private final ExecutionMatches matches;
    private final CrashRecorder recorder;
    private final Callers callers;
    private final PayloadReader payloads;

    CrashResource(
            ExecutionMatches matches,
            CrashRecorder recorder,
            Callers callers,
            PayloadConfig config) {
        this.matches = matches;
        this.recorder = recorder;
        this.callers = callers;
        this.payloads = new PayloadReader(config);
    }

    /** Takes what an instance left running for crashed. */
    @POST
    @Path("/crashed")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Say that an engine's instance runs none of its executions any more")
    public Uni<Map<String, Long>> disown(byte[] body) throws IOException {
        return disown(callers.current(), DisownRequest.read(body, payloads))
                .map(crashed -> Map.of("crashed", crashed));
    }

    /** The same on behalf of a caller; tells how many executions. */
    Uni<Long> disown(Caller caller, DisownRequest request) {
        if (caller.role() == Role.VIEWER) {
            throw new ProblemException(
                    ProblemType.FORBIDDEN, "A viewer says nothing of what an engine runs.");
        }
        String reason =
                "The engine's instance %s does not run it any more."
                        .formatted(request.engineInstance());
        ExecutionFilter left =
                ExecutionFilter.ofInstance(
                        request.engineInstance(), ExecutionStatus.RUNNING, request.startedBefore());
        return matches.each(
                caller,
                left,
                (client, ids) ->
                        recorder.crash(
                                client,
                                caller.namespaceId(),
                                ids.stream()
                                        .collect(
                                                Collectors.toMap(
                                                        Function.identity(), id -> reason))));
    }
}
