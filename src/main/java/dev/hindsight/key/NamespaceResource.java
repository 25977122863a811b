package dev.hindsight.key;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.hindsight.access.Caller;
import dev.hindsight.access.Callers;
import dev.hindsight.access.Grant;
import dev.hindsight.access.RequiresRole;
import dev.hindsight.access.Role;
import dev.hindsight.field.Body;
import dev.hindsight.field.FieldContext;
import dev.hindsight.field.FieldReader;
import dev.hindsight.field.FieldType;
import dev.hindsight.field.Moments;
import dev.hindsight.field.Numbers;
import dev.hindsight.namespace.Namespace;
import dev.hindsight.namespace.Namespace.Quotas;
import dev.hindsight.namespace.Namespaces;
import dev.hindsight.page.Page;
import dev.hindsight.payload.PayloadConfig;
import dev.hindsight.payload.PayloadReader;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** Namespaces over HTTP. */
@Path("/api/v1/namespaces")
@Tag(name = "Access")
@RequiresRole(Role.ADMIN)
public class NamespaceResource {

    private static final Map<String, FieldType> QUOTAS =
            Map.of(
                    "requestsPerSecond", Numbers.integer(1, 1_000_000),
                    "liveConnections", Numbers.integer(1, 1_000_000),
                    "bytesPerDay", Numbers.bigint(1, 1_000_000_000_000_000L));

    private final KeyService service;
    private final Namespaces namespaces;
    private final Callers callers;
    private final PayloadReader payloads;

    NamespaceResource(
            KeyService service, Namespaces namespaces, Callers callers, PayloadConfig config) {
        this.service = service;
        this.namespaces = namespaces;
        this.callers = callers;
        this.payloads = new PayloadReader(config);
    }

    /** A namespace as it is told. */
    @RegisterForReflection
    record Told(String name, String createdAt, Quotas quotas) {

        static Told of(Namespace it) {
            return new Told(it.name(), Moments.write(it.createdAt()), it.quotas());
        }
    }

    /** All namespaces, for who administers all. */
    @GET
    @Operation(summary = "List all namespaces, by name")
    public Uni<Page<Told>> list() {
        callers.current().requireAllNamespaces();
        return namespaces.list().map(all -> new Page<>(all.stream().map(Told::of).toList(), null));
    }

    /** One namespace. */
    @GET
    @Path("/{name}")
    @Operation(summary = "Get a namespace with its quotas")
    public Uni<Told> get(@PathParam("name") String name) {
        Grant.Home home = callers.current().grant().home();
        Uni<Optional<Namespace>> found =
                home == null || home.name().equals(name)
                        ? namespaces.find(name)
                        : Uni.createFrom().item(Optional.empty());
        return found.map(
                it ->
                        Told.of(
                                it.orElseThrow(
                                        () ->
                                                new ProblemException(
                                                        ProblemType.NOT_FOUND,
                                                        "There is no such namespace."))));
    }

    /** Makes a namespace, or sets the quotas of one. */
    @PUT
    @Path("/{name}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary =
                    "Make a namespace, or set its quotas: {\"quotas\": {\"requestsPerSecond\": n,"
                            + " \"liveConnections\": m, \"bytesPerDay\": b}}")
    public Uni<RestResponse<Told>> put(@PathParam("name") String name, byte[] body)
            throws IOException {
        Caller caller = callers.current();
        caller.requireAllNamespaces();
        if (!Namespace.isName(name)) {
            throw new ProblemException(
                    ProblemType.INVALID_REQUEST,
                    "The name of a namespace is not valid. " + KeyOrder.NO_NAMESPACE);
        }
        Quotas quotas = quotas(body);
        return service.put(caller, name, quotas)
                .map(
                        made ->
                                RestResponse.ResponseBuilder.create(
                                                made.isNew()
                                                        ? RestResponse.Status.CREATED
                                                        : RestResponse.Status.OK,
                                                Told.of(made.namespace()))
                                        .build());
    }

    private Quotas quotas(byte[] body) throws IOException {
        FieldContext context = new FieldContext(payloads, body, FieldContext.Mode.MERGE);
        Quotas[] quotas = {Quotas.NONE};
        return Body.read(
                body,
                context,
                parser -> {
                    FieldReader.readObject(
                            parser,
                            context,
                            new FieldReader.Names(Set.of("name", "createdAt"), Set.of("quotas")),
                            (member, value) -> {
                                if (!member.equals("quotas")) {
                                    return false;
                                }
                                if (value.currentToken() != JsonToken.VALUE_NULL) {
                                    quotas[0] = quotas(value, context);
                                }
                                return true;
                            });
                    return quotas[0];
                });
    }

    private static Quotas quotas(JsonParser parser, FieldContext context) throws IOException {
        Map<String, Number> sent = new HashMap<>();
        FieldContext.Scope outer = context.enter("/quotas");
        FieldReader.readObject(
                parser,
                context,
                new FieldReader.Names(Set.of(), QUOTAS.keySet()),
                (member, value) -> {
                    FieldType type = QUOTAS.get(member);
                    if (type == null) {
                        return false;
                    }
                    if (value.currentToken() != JsonToken.VALUE_NULL
                            && type.reader().read(value, context) instanceof Number number) {
                        sent.put(member, number);
                    }
                    return true;
                });
        context.leave(outer);
        return new Quotas(
                (Integer) sent.get("requestsPerSecond"),
                (Integer) sent.get("liveConnections"),
                (Long) sent.get("bytesPerDay"));
    }
}
