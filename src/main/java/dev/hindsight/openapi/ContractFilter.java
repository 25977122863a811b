package dev.hindsight.openapi;

import dev.hindsight.edge.RequestId;
import dev.hindsight.openapi.Endpoint.Answer;
import dev.hindsight.problem.ProblemType;
import dev.hindsight.schema.AccessSchemas;
import dev.hindsight.schema.AlertSchemas;
import dev.hindsight.schema.BulkSchemas;
import dev.hindsight.schema.ComparisonSchemas;
import dev.hindsight.schema.FailureSchemas;
import dev.hindsight.schema.FilterSchemas;
import dev.hindsight.schema.ParameterSchemas;
import dev.hindsight.schema.RecordSchemas;
import dev.hindsight.schema.ReportSchemas;
import dev.hindsight.schema.RetentionSchemas;
import dev.hindsight.schema.Schemas;
import dev.hindsight.schema.StatisticsSchemas;
import dev.hindsight.schema.UsageSchemas;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.headers.Header;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.RequestBody;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;
import org.jspecify.annotations.Nullable;

/** Completes the document that the framework makes of annotations, while the application is built. */
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public final class ContractFilter implements OASFilter {

    private static final String BEARER = "key";

    @Override
    public void filterOpenAPI(OpenAPI document) {
        // Behind the paths, whatever class the framework came upon first.
        document.setComponents(null);
        document.setComponents(components());
        Map<String, Endpoint> endpoints = Endpoints.all();
        Map<String, PathItem> paths = new TreeMap<>(document.getPaths().getPathItems());
        paths.forEach(
                (path, item) ->
                        item.getOperations()
                                .forEach(
                                        (method, operation) -> {
                                            Endpoint said = endpoints.get(method + " " + path);
                                            if (said != null) {
                                                complete(operation, said);
                                            }
                                        }));
        paths.values().forEach(ContractFilter::order);
        document.getPaths().setPathItems(paths);
        document.setSecurity(List.of(OASFactory.createSecurityRequirement().addScheme(BEARER)));
    }

    /** The framework tells operations in the order in which it came upon their classes. */
    private static void order(PathItem item) {
        Map<PathItem.HttpMethod, Operation> operations = new TreeMap<>(item.getOperations());
        operations.keySet().forEach(method -> item.setOperation(method, null));
        operations.forEach(item::setOperation);
    }

    private static void complete(Operation operation, Endpoint said) {
        operation.operationId(said.id());
        if (operation.getParameters() != null) {
            operation.getParameters().forEach(ParameterSchemas::complete);
        }
        operation.requestBody(body(said));
        APIResponses answers = OASFactory.createAPIResponses();
        said.answers().forEach(it -> answers.addAPIResponse("" + it.status(), answer(it)));
        for (ProblemType type : new TreeSet<>(said.problems())) {
            answers.addAPIResponse("" + type.status(), Problems.answer(type, said.failure()));
        }
        answers.addAPIResponse("default", Problems.answer(null, said.failure()));
        operation.responses(answers);
    }

    private static @Nullable RequestBody body(Endpoint said) {
        if (said.takes().isEmpty()) {
            return null;
        }
        Content content = OASFactory.createContent();
        said.takes().forEach((type, schema) -> content.addMediaType(type, mediaType(schema)));
        return OASFactory.createRequestBody().content(content).required(said.bodyNeeded());
    }

    private static APIResponse answer(Answer said) {
        APIResponse answer =
                OASFactory.createAPIResponse()
                        .description(description(said.status()))
                        .addHeader(
                                RequestId.HEADER, OASFactory.createHeader().ref(RequestId.HEADER));
        said.headers().forEach(it -> answer.addHeader(it, OASFactory.createHeader().ref(it)));
        if (!said.types().isEmpty()) {
            Content content = OASFactory.createContent();
            said.types().forEach((type, schema) -> content.addMediaType(type, mediaType(schema)));
            answer.content(content);
        }
        return answer;
    }

    private static MediaType mediaType(Schema schema) {
        return OASFactory.createMediaType().schema(schema);
    }

    private static String description(int status) {
        return switch (status) {
            case 201 -> "It was not there before.";
            case 204 -> "Done.";
            default -> "Here it is.";
        };
    }

    private static Components components() {
        Components components = OASFactory.createComponents();
        List.of(
                        RecordSchemas.all(),
                        ComparisonSchemas.all(),
                        ReportSchemas.all(),
                        BulkSchemas.all(),
                        FilterSchemas.all(),
                        AccessSchemas.all(),
                        RetentionSchemas.all(),
                        StatisticsSchemas.all(),
                        FailureSchemas.all(),
                        UsageSchemas.all(),
                        AlertSchemas.all(),
                        Problems.schemas())
                .forEach(schemas -> schemas.forEach(components::addSchema));
        components.addSecurityScheme(
                BEARER,
                OASFactory.createSecurityScheme()
                        .type(SecurityScheme.Type.HTTP)
                        .scheme("bearer")
                        .description("An API key, where the service takes them."));
        components.responses(new LinkedHashMap<>(Problems.answers()));
        components.addHeader(
                RequestId.HEADER,
                header("The name of the request, the client's or a new one", Schemas.text()));
        components.addHeader(
                "ETag", header("The version, for If-Match", Schemas.text().pattern("^\"\\d+\"$")));
        components.addHeader(
                "Location",
                header("The path of what was made", Schemas.text().format("uri-reference")));
        components.addHeader(
                Endpoint.CONTENT_DISPOSITION, header("A name for the file", Schemas.text()));
        components.addHeader(
                "Preference-Applied", header("`return=representation` if it was", Schemas.text()));
        return components;
    }

    private static Header header(String description, Schema schema) {
        return OASFactory.createHeader().description(description).schema(schema);
    }
}
