package dev.hindsight.replay;

import dev.hindsight.access.Caller;
import dev.hindsight.access.Callers;
import dev.hindsight.access.ReadsPayloads;
import dev.hindsight.edge.EntityTag;
import dev.hindsight.edge.RouteTable;
import dev.hindsight.execution.Execution;
import dev.hindsight.execution.ExecutionRef;
import dev.hindsight.ingest.Headers;
import dev.hindsight.ingest.ReportReader;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.io.IOException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Replays over HTTP. */
@Path("/api/v1/executions")
@Tag(name = "Executions")
public class ReplayResource {

    private final ReportReader reader;
    private final ReplayService service;
    private final Callers callers;

    ReplayResource(ReportReader reader, ReplayService service, Callers callers) {
        this.reader = reader;
        this.service = service;
        this.callers = callers;
    }

    /** Asks for an execution to be run again; tells the new one, which is pending. */
    @POST
    @ReadsPayloads(only = false)
    @Path("/{execution}/replay")
    @Operation(
            summary =
                    "Store a new pending execution like this one, and ask the engines that listen to"
                            + " run it")
    public Uni<RestResponse<Execution>> replay(
            @PathParam("execution") String execution,
            byte @Nullable [] body,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            @HeaderParam("Content-Type") @Nullable String type)
            throws IOException {
        Headers.checkTyped(body, type);
        Caller caller = callers.current();
        return service.replay(caller, ExecutionRef.parse(execution, ifMatch), reader.replay(body))
                .map(ReplayResource::answer);
    }

    private static RestResponse<Execution> answer(Execution stored) {
        return RestResponse.ResponseBuilder.<Execution>create(RestResponse.Status.ACCEPTED)
                .header(
                        "Location",
                        RouteTable.locate("executions", stored.summary().id().toString()))
                .header("ETag", EntityTag.of(stored.summary().version()))
                .entity(stored)
                .build();
    }
}
