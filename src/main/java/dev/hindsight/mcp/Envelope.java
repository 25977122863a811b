package dev.hindsight.mcp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.hindsight.field.JsonText;
import io.quarkiverse.mcp.server.JsonRpcErrorCodes;
import io.quarkiverse.mcp.server.runtime.McpMessageHandler;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks the form of messages, JSON-RPC 2.0: the library takes it for granted, and leaves whoever sends
 * another without any answer.
 */
@Singleton
final class Envelope {

    /** Versions of the protocol that are spoken, newest first. */
    static final List<String> VERSIONS = McpMessageHandler.SUPPORTED_PROTOCOL_VERSIONS;

    private static final int BAD_REQUEST = 400;
    private static final int ACCEPTED = 202;
    private static final int OK = 200;

    /** What a member of the parameters must be. */
    private enum Shape {
        TEXT,
        OBJECT,
        OPTIONAL_TEXT,
        OPTIONAL_OBJECT;

        boolean fits(JsonNode value) {
            return switch (this) {
                case TEXT -> value.isTextual();
                case OBJECT -> value.isObject();
                case OPTIONAL_TEXT -> value.isMissingNode() || value.isTextual();
                case OPTIONAL_OBJECT -> value.isMissingNode() || value.isObject();
            };
        }

        String words() {
            return this == TEXT || this == OPTIONAL_TEXT ? "a text" : "an object";
        }
    }

    private static final Set<String> THEMES = Set.of("light", "dark");

    private static final Map<String, Shape> PAGED = Map.of("cursor", Shape.OPTIONAL_TEXT);

    /** The requests that are answered, and what their parameters must hold. */
    private static final Map<String, Map<String, Shape>> REQUESTS =
            Map.of(
                    "initialize",
                    Map.of(
                            "protocolVersion",
                            Shape.TEXT,
                            "capabilities",
                            Shape.OPTIONAL_OBJECT,
                            "clientInfo",
                            Shape.OBJECT),
                    "ping",
                    Map.of(),
                    "tools/list",
                    PAGED,
                    "tools/call",
                    Map.of("name", Shape.TEXT, "arguments", Shape.OPTIONAL_OBJECT),
                    "resources/list",
                    PAGED,
                    "resources/templates/list",
                    PAGED,
                    "resources/read",
                    Map.of("uri", Shape.TEXT),
                    "prompts/list",
                    PAGED,
                    "prompts/get",
                    Map.of("name", Shape.TEXT, "arguments", Shape.OPTIONAL_OBJECT),
                    "logging/setLevel",
                    Map.of("level", Shape.TEXT));

    private final ObjectReader reader;

    Envelope(ObjectMapper json) {
        this.reader = json.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    }

    /**
     * What becomes of a message.
     *
     * @param status 0 if it is for the library; else of the answer
     * @param answer JSON text; absent where there is nothing to say
     */
    record Verdict(int status, @Nullable String answer) {

        private static final Verdict GOOD = new Verdict(0, null);
        private static final Verdict NOTED = new Verdict(ACCEPTED, null);

        boolean isGood() {
            return status == 0;
        }

        private static Verdict error(int status, @Nullable JsonNode id, int code, String message) {
            return new Verdict(
                    status,
                    "{\"jsonrpc\":\"2.0\",\"id\":%s,\"error\":{\"code\":%d,\"message\":%s}}"
                            .formatted(id, code, JsonText.quote(message)));
        }

        private static Verdict refused(int code, String message) {
            return error(BAD_REQUEST, null, code, message);
        }
    }

    /** Checks a body. */
    Verdict check(byte[] body) {
        JsonNode message;
        try {
            message = reader.readTree(body);
        } catch (JsonProcessingException wrong) {
            return Verdict.refused(JsonRpcErrorCodes.PARSE_ERROR, "The message is not valid JSON.");
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
        if (message.isMissingNode()) {
            return Verdict.refused(JsonRpcErrorCodes.PARSE_ERROR, "The body is empty.");
        }
        if (message.isArray()) {
            return invalid("Messages are taken one at a time, not in a batch.");
        }
        if (!message.isObject() || !message.path("jsonrpc").asText().equals("2.0")) {
            return invalid("A message is a JSON object with \"jsonrpc\": \"2.0\".");
        }
        if (message.has("result") || message.has("error")) {
            // An answer to a question that was never asked.
            return Verdict.NOTED;
        }
        if (!message.path("method").isTextual()) {
            return invalid("A message names its method.");
        }
        return message.has("id") ? request(message) : Verdict.NOTED;
    }

    private static Verdict invalid(String detail) {
        return Verdict.refused(JsonRpcErrorCodes.INVALID_REQUEST, detail);
    }

    private static Verdict request(JsonNode message) {
        JsonNode id = message.get("id");
        if (!id.isTextual() && !id.isIntegralNumber()) {
            return invalid("The id of a request is a text or a whole number.");
        }
        String method = message.get("method").textValue();
        Map<String, Shape> expected = REQUESTS.get(method);
        if (expected == null) {
            return Verdict.error(
                    OK,
                    id,
                    JsonRpcErrorCodes.METHOD_NOT_FOUND,
                    "There is no such method here: " + shortened(method));
        }
        String fault = fault(message.path("params"), expected);
        return fault == null
                ? Verdict.GOOD
                : Verdict.error(OK, id, JsonRpcErrorCodes.INVALID_PARAMS, fault);
    }

    private static @Nullable String fault(JsonNode params, Map<String, Shape> expected) {
        if (!params.isMissingNode() && !params.isObject()) {
            return "params: It must be an object.";
        }
        for (Map.Entry<String, Shape> member : expected.entrySet()) {
            if (!member.getValue().fits(params.path(member.getKey()))) {
                return "params.%s: It must be %s."
                        .formatted(member.getKey(), member.getValue().words());
            }
        }
        if (!Shape.OPTIONAL_OBJECT.fits(params.path("_meta"))) {
            return "params._meta: It must be an object.";
        }
        return clientFault(params.path("clientInfo"));
    }

    /** The library reads all that a client says of itself, whether it is of use or not. */
    private static @Nullable String clientFault(JsonNode client) {
        for (Map.Entry<String, JsonNode> member : client.properties()) {
            boolean isIcons = member.getKey().equals("icons");
            if (isIcons ? !areIcons(member.getValue()) : !member.getValue().isTextual()) {
                return "params.clientInfo.%s: It must be %s."
                        .formatted(
                                shortened(member.getKey()),
                                isIcons ? "an array of icons" : "a text");
            }
        }
        return null;
    }

    private static boolean areIcons(JsonNode icons) {
        boolean all = icons.isArray();
        for (JsonNode icon : icons) {
            all &=
                    icon.path("src").isTextual()
                            && Shape.OPTIONAL_TEXT.fits(icon.path("mimeType"))
                            && THEMES.contains(icon.path("theme").asText("light"))
                            && areTexts(icon.path("sizes"));
        }
        return all;
    }

    private static boolean areTexts(JsonNode texts) {
        boolean all = texts.isMissingNode() || texts.isArray();
        for (JsonNode text : texts) {
            all &= text.isTextual();
        }
        return all;
    }

    private static String shortened(String word) {
        return word.length() <= 100 ? word : word.substring(0, 100) + "…";
    }
}
