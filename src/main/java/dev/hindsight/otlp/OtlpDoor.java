package dev.hindsight.otlp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hindsight.boot.StartupCheck;
import dev.hindsight.edge.LargeBodies;
import dev.hindsight.problem.Problem;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemForm;
import dev.hindsight.problem.ProblemType;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What is special about the door: its bodies are larger than others, and its problems are told as OTLP
 * wants them, as a {@code google.rpc.Status} in the encoding of the request. In JSON the members of a
 * problem stand beside those of the status, since readers of OTLP pass over what they do not know.
 */
@Singleton
final class OtlpDoor implements LargeBodies, StartupCheck, ProblemForm {

    private static final String SETTING = "hindsight.otlp.max-body";

    /** A body is held whole while it is read. */
    private static final long MOST = 1L << 30;

    private final OtlpConfig config;
    private final ObjectMapper json;

    OtlpDoor(OtlpConfig config, ObjectMapper json) {
        this.config = config;
        this.json = json;
    }

    @Override
    public void check() {
        StartupCheck.within(SETTING, config.maxBody(), 1, MOST);
    }

    @Override
    public OptionalLong maxBytes(String path) {
        return isHere(path) ? OptionalLong.of(config.maxBody()) : OptionalLong.empty();
    }

    @Override
    public Optional<String> setting() {
        return Optional.of(SETTING);
    }

    @Override
    public Optional<Told> tell(
            ProblemException problem, String path, @Nullable String contentType) {
        if (!isHere(path)) {
            return Optional.empty();
        }
        int code = code(problem.type());
        Encoding encoding = Encoding.of(contentType);
        return Optional.of(
                new Told(
                        encoding.mediaType(),
                        encoding == Encoding.PROTOBUF
                                ? Encoding.status(code, problem.detail())
                                : json(problem, code, path)));
    }

    private byte[] json(ProblemException problem, int code, String path) {
        ObjectNode status = json.valueToTree(Problem.of(problem, path));
        try {
            return json.writeValueAsBytes(
                    status.put("code", code).put("message", problem.detail()));
        } catch (JsonProcessingException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static boolean isHere(String path) {
        return path.equals(OtlpResource.PATH) || path.equals(OtlpResource.PATH + "/");
    }

    /** The number of {@code google.rpc.Code} that says the same. */
    private static int code(ProblemType type) {
        return switch (type) {
            case INVALID_REQUEST, UNSUPPORTED_MEDIA_TYPE, PAYLOAD_TOO_LARGE -> 3;
            case NOT_FOUND -> 5;
            case FORBIDDEN -> 7;
            case OVERLOADED -> 8;
            case METHOD_NOT_ALLOWED -> 12;
            case INTERNAL -> 13;
            case UNAVAILABLE -> 14;
            case UNAUTHENTICATED -> 16;
            default -> 2;
        };
    }
}
