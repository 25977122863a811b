package dev.hindsight.schema;

import static dev.hindsight.schema.Schemas.anyOf;
import static dev.hindsight.schema.Schemas.array;
import static dev.hindsight.schema.Schemas.ref;
import static dev.hindsight.schema.Schemas.text;
import static dev.hindsight.schema.Schemas.whole;

import dev.hindsight.execution.ExecutionRef;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.models.media.Schema;

/** The schemas of bulk reports, of lines that are refused, and of traces by OTLP. */
public final class BulkSchemas {

    private BulkSchemas() {}

    /** All of them, by name. */
    public static Map<String, Schema> all() {
        Map<String, Schema> all = new LinkedHashMap<>();
        all.put("BulkOperation", operation());
        all.put("BulkReceipt", receipt());
        all.put("LineError", lineError());
        all.put("TraceRequest", traceRequest());
        all.put("TraceReceipt", traceReceipt());
        all.put("TraceProblem", traceProblem());
        return all;
    }

    private static Schema operation() {
        return anyOf(
                        Schemas.record(Map.of("execution", ref("ExecutionReport"))),
                        part("step", ReportSchemas.stepMembers()),
                        part("log", ReportSchemas.logMembers()),
                        part("heartbeat", ReportSchemas.heartbeatMembers()))
                .description("One line of bulk reports.");
    }

    /** An operation on a part of an execution, which it names itself. */
    private static Schema part(String name, Map<String, Schema> members) {
        Map<String, Schema> all = new LinkedHashMap<>();
        all.put(
                "execution",
                text(1, ExecutionRef.MAX_LENGTH)
                        .description("An id, or `ext:` and an externalId."));
        all.putAll(members);
        Schema part = Schemas.object(all).addRequired("execution");
        return Schemas.record(
                Map.of(name, name.equals("step") ? part.addRequired("nodeId") : part));
    }

    private static Schema receipt() {
        Map<String, Schema> members = new LinkedHashMap<>();
        members.put("accepted", whole(0L, null).description("Lines that are taken, and durable."));
        members.put("rejected", whole(0L, null).description("Lines of which nothing is taken."));
        members.put(
                "ignored",
                whole(0L, null)
                        .description(
                                "Accepted lines whose status was not taken, since a later one is"
                                        + " known."));
        members.put(
                "errors",
                array(ref("LineError"))
                        .maxItems(1_000)
                        .description(
                                "The first 1,000 of the rejected lines, fewer where they would be"
                                        + " over a million characters."));
        return Schemas.record(members).description("What became of bulk reports.");
    }

    private static Schema lineError() {
        Map<String, Schema> members = new LinkedHashMap<>();
        members.put("line", whole(1L, null).description("Its number; blank lines count."));
        members.put("problem", ref("Problem"));
        return Schemas.record(members).description("A line that is rejected.");
    }

    /** What is in a span is OTLP's to say: members that it does not know are passed over. */
    private static Schema traceRequest() {
        return Schemas.mapOf(Schemas.any())
                .addProperty("resourceSpans", array(Schemas.mapOf(Schemas.any())))
                .description("`ExportTraceServiceRequest`, in the JSON encoding of OTLP.");
    }

    private static Schema traceReceipt() {
        Map<String, Schema> members = new LinkedHashMap<>();
        members.put("rejectedSpans", text().pattern("^\\d+$"));
        members.put("errorMessage", text());
        return Schemas.object(
                        Map.of(
                                "partialSuccess",
                                Schemas.record(members)
                                        .description("Only where some spans are not taken.")))
                .description("`ExportTraceServiceResponse`.");
    }

    private static Schema traceProblem() {
        return Schemas.mapOf(Schemas.any())
                .addProperty("code", whole(0L, 16L))
                .addProperty("message", text())
                .required(List.of("code", "message"))
                .description("`google.rpc.Status`, and the members of a problem besides.");
    }
}
