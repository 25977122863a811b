package dev.hindsight.openapi;

import static dev.hindsight.problem.ProblemType.FORBIDDEN;
import static dev.hindsight.problem.ProblemType.GONE;
import static dev.hindsight.problem.ProblemType.INTERNAL;
import static dev.hindsight.problem.ProblemType.INVALID_REQUEST;
import static dev.hindsight.problem.ProblemType.NOT_FOUND;
import static dev.hindsight.problem.ProblemType.OVERLOADED;
import static dev.hindsight.problem.ProblemType.PAYLOAD_TOO_LARGE;
import static dev.hindsight.problem.ProblemType.UNAUTHENTICATED;
import static dev.hindsight.problem.ProblemType.UNAVAILABLE;
import static dev.hindsight.problem.ProblemType.UNSUPPORTED_MEDIA_TYPE;
import static dev.hindsight.problem.ProblemType.VERSION_MISMATCH;

import dev.hindsight.problem.ProblemType;
import dev.hindsight.schema.Schemas;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What is said of an operation beyond its annotations.
 *
 * @param id its name for programs, unique in the document
 * @param takes schemas of the body by media type; empty where there is none
 * @param bodyNeeded whether the body may not be left out
 * @param answers what it answers when all is well
 * @param problems what it may answer otherwise
 * @param failure what their bodies are, by media type; empty where they are as everywhere
 */
record Endpoint(
        String id,
        Map<String, Schema> takes,
        boolean bodyNeeded,
        List<Answer> answers,
        TreeSet<ProblemType> problems,
        Map<String, Schema> failure) {

    static final String JSON = "application/json";
    static final String MERGE_PATCH = "application/merge-patch+json";
    static final String CONTENT_DISPOSITION = "Content-Disposition";
    static final String NDJSON = "application/x-ndjson";
    static final String PROTOBUF = "application/x-protobuf";
    static final String BYTES = "application/octet-stream";

    /**
     * An answer when all is well.
     *
     * @param types media types and schemas of its body; none where it has none
     * @param headers names of the headers that it has, besides the request's id
     */
    record Answer(int status, Map<String, Schema> types, List<String> headers) {}

    /** An operation that reads. */
    static Endpoint reading(String id) {
        return new Endpoint(
                        id,
                        new LinkedHashMap<>(),
                        false,
                        new ArrayList<>(),
                        new TreeSet<>(),
                        new LinkedHashMap<>())
                .fails(INVALID_REQUEST, UNAUTHENTICATED, FORBIDDEN, OVERLOADED)
                .fails(INTERNAL, UNAVAILABLE);
    }

    /** An operation that writes. */
    static Endpoint writing(String id) {
        return reading(id).fails(PAYLOAD_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE);
    }

    /** It names an execution by its path. */
    Endpoint ofExecution() {
        return fails(NOT_FOUND, GONE);
    }

    /** It names an execution by its path, and changes something of it, in the version demanded. */
    Endpoint changesExecution() {
        return ofExecution().fails(VERSION_MISMATCH);
    }

    Endpoint takes(String mediaType, Schema schema) {
        takes.put(mediaType, schema);
        return new Endpoint(id, takes, true, answers, problems, failure);
    }

    Endpoint mayTake(String mediaType, Schema schema) {
        takes.put(mediaType, schema);
        return this;
    }

    Endpoint answers(int status, @Nullable Schema schema, String... headers) {
        answers.add(
                new Answer(
                        status,
                        schema == null ? Map.of() : Map.of(JSON, schema),
                        List.of(headers)));
        return this;
    }

    /** It answers in one of several media types, which are the same otherwise. */
    Endpoint answersEither(int status, Map<String, Schema> types) {
        answers.add(new Answer(status, types, List.of()));
        return this;
    }

    /** Its problems have another form than everywhere else. */
    Endpoint failsAs(Map<String, Schema> types) {
        failure.putAll(types);
        return this;
    }

    Endpoint answersBytes(int status) {
        answers.add(new Answer(status, Map.of(BYTES, Schemas.bytes()), List.of()));
        return this;
    }

    /** It answers a media type; one that was said to answer with this status before is another. */
    Endpoint answersAs(String mediaType, int status, Schema schema) {
        Map<String, Schema> types = new LinkedHashMap<>();
        answers.stream()
                .filter(answer -> answer.status() == status)
                .forEach(answer -> types.putAll(answer.types()));
        types.put(mediaType, schema);
        answers.removeIf(answer -> answer.status() == status);
        answers.add(new Answer(status, types, List.of(CONTENT_DISPOSITION)));
        return this;
    }

    Endpoint fails(ProblemType... types) {
        problems.addAll(List.of(types));
        return this;
    }
}
