package dev.hindsight.openapi;

import static dev.hindsight.schema.Schemas.array;
import static dev.hindsight.schema.Schemas.text;

import dev.hindsight.edge.RequestId;
import dev.hindsight.problem.Problem;
import dev.hindsight.problem.ProblemType;
import dev.hindsight.schema.Schemas;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.headers.Header;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** How problems stand in the document: a schema, and an answer for each status. */
final class Problems {

    /** Name of the answer for what is not said otherwise. */
    static final String ANY = "Problem";

    private static final String OTHER = "Any other problem";

    private Problems() {}

    static Map<String, Schema> schemas() {
        Map<String, Schema> violation = new LinkedHashMap<>();
        violation.put(
                "pointer",
                text().description("RFC 6901 into the body, or the name of a query parameter"));
        violation.put("detail", text());
        Map<String, Schema> members = new LinkedHashMap<>();
        members.put("type", Schemas.words(slugs()));
        members.put("title", text());
        members.put("status", Schemas.whole(400L, 599L));
        members.put("detail", text());
        Schema problem =
                Schemas.record(members)
                        .additionalPropertiesSchema(OASFactory.createSchema().booleanSchema(true));
        problem.addProperty("instance", text().description("Path of the request"));
        problem.addProperty("errors", array(Schemas.ref("Violation")));
        problem.addProperty(
                "removedAt", Schemas.moment().description("With `gone`: when it was removed"));
        problem.addProperty("policy", text().description("With `gone`: the policy that did"));
        Map<String, Schema> all = new LinkedHashMap<>();
        all.put("Problem", problem.description("What went wrong (RFC 9457)."));
        all.put("Violation", Schemas.record(violation).description("One thing that is wrong."));
        return all;
    }

    /** The answers, by the name that {@link #name} tells. */
    static Map<String, APIResponse> answers() {
        Map<String, APIResponse> answers = new LinkedHashMap<>();
        for (ProblemType type : ProblemType.values()) {
            answers.computeIfAbsent(name(type), name -> answer(titles(type.status())));
        }
        answers.get(name(ProblemType.OVERLOADED)).addHeader("Retry-After", retryAfter());
        answers.get(name(ProblemType.UNAVAILABLE)).addHeader("Retry-After", retryAfter());
        answers.put(ANY, answer(OTHER));
        return answers;
    }

    /**
     * The answer of one operation for a type of problem.
     *
     * @param type {@code null} for any other
     * @param forms schemas of the body by media type, where it is not as everywhere
     */
    static APIResponse answer(@Nullable ProblemType type, Map<String, Schema> forms) {
        if (forms.isEmpty()) {
            return OASFactory.createAPIResponse().ref(type == null ? ANY : name(type));
        }
        APIResponse answer = answer(type == null ? OTHER : titles(type.status()));
        Content content = OASFactory.createContent();
        forms.forEach(
                (mediaType, schema) ->
                        content.addMediaType(
                                mediaType, OASFactory.createMediaType().schema(schema)));
        if (type == ProblemType.OVERLOADED || type == ProblemType.UNAVAILABLE) {
            answer.addHeader("Retry-After", retryAfter());
        }
        return answer.content(content);
    }

    /** The name of the answer for a type of problem: types of one status share it. */
    static String name(ProblemType type) {
        return "Problem" + type.status();
    }

    private static APIResponse answer(String description) {
        return OASFactory.createAPIResponse()
                .description(description)
                .addHeader(RequestId.HEADER, OASFactory.createHeader().ref(RequestId.HEADER))
                .content(
                        OASFactory.createContent()
                                .addMediaType(
                                        Problem.MEDIA_TYPE,
                                        OASFactory.createMediaType()
                                                .schema(Schemas.ref("Problem"))));
    }

    private static String titles(int status) {
        return Stream.of(ProblemType.values())
                .filter(type -> type.status() == status)
                .map(type -> "`%s`: %s".formatted(type.slug(), type.title()))
                .collect(Collectors.joining("; "));
    }

    private static List<String> slugs() {
        return Stream.of(ProblemType.values())
                .map(type -> "/problems/" + type.slug())
                .distinct()
                .toList();
    }

    private static Header retryAfter() {
        return OASFactory.createHeader()
                .description("Seconds after which to try again")
                .schema(Schemas.whole(0L, null));
    }
}
