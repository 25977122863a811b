package dev.hindsight.importer;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.hindsight.field.JsonText;
import dev.hindsight.payload.PayloadJson;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import dev.hindsight.problem.Violation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A transcript that is one JSON object, as the lines that it would be. Its members may stand in any
 * order: programs that write JSON anew sort them.
 */
final class Document {

    /** Members that are not lists, in the order of their lines; between the last two stand the lists. */
    private static final List<String> SINGLE = List.of("hindsight", "execution", "dag");

    private static final String LAST = "whole";

    /** A value of the document. */
    final class Piece {

        private final String pointer;
        private final String kind;
        private final int from;
        private final int to;

        private Piece(String pointer, String kind, int from, int to) {
            this.pointer = pointer;
            this.kind = kind;
            this.from = from;
            this.to = to;
        }

        /** Where it stands. */
        String pointer() {
            return pointer;
        }

        /** The line that it would be. */
        byte[] line() {
            ByteArrayOutputStream line = new ByteArrayOutputStream(to - from + kind.length() + 8);
            line.writeBytes(("{" + JsonText.quote(kind) + ":").getBytes(StandardCharsets.UTF_8));
            line.write(bytes, from, to - from);
            line.write('}');
            return line.toByteArray();
        }
    }

    private final byte[] bytes;
    private final Map<String, List<Piece>> members = new LinkedHashMap<>();

    private Document(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * The lines of a document.
     *
     * @throws ProblemException {@code invalid-request} if it is not a JSON object, or not of an
     *     execution
     */
    static List<Piece> lines(byte[] bytes) {
        Document document = new Document(bytes);
        try (JsonParser parser = PayloadJson.factory().createParser(bytes)) {
            document.cut(parser);
        } catch (JsonProcessingException malformed) {
            throw new ProblemException(ProblemType.INVALID_REQUEST, "The file is not JSON.");
        } catch (IOException malformed) {
            throw new ProblemException(ProblemType.INVALID_REQUEST, "The file is not UTF-8.");
        }
        document.checkMembers();
        return document.inOrder();
    }

    /** What is no export is told so at once, and not at the first member that stands there instead. */
    private void checkMembers() {
        if (members.containsKey("execution")) {
            return;
        }
        List<Violation> missing =
                Stream.of("hindsight", "execution", LAST)
                        .filter(name -> !members.containsKey(name))
                        .map(name -> new Violation("/" + name, "It is missing."))
                        .toList();
        throw new ProblemException(
                ProblemType.INVALID_REQUEST,
                "The document is not an export: it has no member %s. Other formats are wfformat, n8n, temporal, argo and airflow, over HTTP named as in ?format=wfformat."
                        .formatted(
                                missing.stream()
                                        .map(it -> it.pointer().substring(1))
                                        .collect(Collectors.joining(" and no "))),
                missing);
    }

    /** Whether some bytes begin with a JSON object that has a member of this name. */
    static boolean hasMember(byte[] bytes, String name) {
        try (JsonParser parser = PayloadJson.factory().createParser(bytes)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                if (parser.currentName().equals(name)) {
                    return true;
                }
                parser.nextToken();
                parser.skipChildren();
            }
            return false;
        } catch (IOException malformed) {
            return false;
        }
    }

    /** Whether some bytes are what begins a file of lines: an object with the header's member alone. */
    static boolean isHeader(byte[] bytes) {
        try (JsonParser parser = PayloadJson.factory().createParser(bytes)) {
            if (parser.nextToken() != JsonToken.START_OBJECT
                    || parser.nextToken() != JsonToken.FIELD_NAME
                    || !parser.currentName().equals("hindsight")) {
                return false;
            }
            parser.nextToken();
            parser.skipChildren();
            return parser.nextToken() == JsonToken.END_OBJECT && parser.nextToken() == null;
        } catch (IOException malformed) {
            return false;
        }
    }

    private void cut(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new ProblemException(
                    ProblemType.INVALID_REQUEST, "The file must be a JSON object.");
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            List<Piece> lines = new ArrayList<>();
            boolean isList = parser.nextToken() == JsonToken.START_ARRAY && !name.equals("dag");
            if (isList && name.endsWith("s")) {
                String kind = name.substring(0, name.length() - 1);
                for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
                    lines.add(piece("/" + name + "/" + i, kind, parser));
                }
            } else {
                lines.add(piece("/" + name, name, parser));
            }
            members.put(name, lines);
        }
        if (parser.nextToken() != null) {
            throw new ProblemException(
                    ProblemType.INVALID_REQUEST, "There is something behind the JSON object.");
        }
    }

    /** The value under the parser, which is left on its last token. */
    private Piece piece(String pointer, String kind, JsonParser parser) throws IOException {
        int from = (int) parser.currentTokenLocation().getByteOffset();
        boolean isNumber = parser.currentToken().isNumeric();
        int length = parser.getTextLength();
        parser.skipChildren();
        parser.finishToken();
        int to = isNumber ? from + length : (int) parser.currentLocation().getByteOffset();
        return new Piece(pointer, kind, from, to);
    }

    private List<Piece> inOrder() {
        List<Piece> lines = new ArrayList<>();
        SINGLE.forEach(name -> lines.addAll(members.getOrDefault(name, List.of())));
        for (String name : List.of("steps", "logs")) {
            lines.addAll(members.getOrDefault(name, List.of()));
        }
        members.forEach(
                (name, pieces) -> {
                    if (!SINGLE.contains(name)
                            && !name.equals(LAST)
                            && !name.equals("steps")
                            && !name.equals("logs")) {
                        lines.addAll(pieces);
                    }
                });
        lines.addAll(members.getOrDefault(LAST, List.of()));
        return lines;
    }
}
