package dev.hindsight.foreign;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.hindsight.payload.PayloadJson;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import dev.hindsight.problem.Violation;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value of a document, as the place where it stands: nothing of it is kept but that, so that what
 * nobody asks for costs nothing, and numbers keep their digits. What is not there, or is of another
 * type than is asked for, is {@link #NONE}, {@code null} or empty: foreign documents are of many
 * versions, and of most members nothing depends.
 */
final class Part {

    /** What is not there. */
    static final Part NONE = broken("");

    /** Most elements of an array, and members of an object, that are looked at. */
    static final int MAX_ELEMENTS = 100_000;

    /** Characters of a pointer that are told: the names in it are the caller's, and may be huge. */
    private static final int MAX_POINTER = 300;

    private final byte[] file;
    private final int from;
    private final int to;
    private final JsonToken token;
    private final @Nullable Part parent;
    private final String name;
    private @Nullable Map<String, Part> members;

    private Part(
            byte[] file, int from, int to, JsonToken token, @Nullable Part parent, String name) {
        this.file = file;
        this.from = from;
        this.to = to;
        this.token = token;
        this.parent = parent;
        this.name = name;
    }

    /**
     * The values of a document: one, or several that follow each other, as in a file of lines.
     *
     * @throws IOException if it is not JSON, all of it
     */
    static List<Part> roots(byte[] file) throws IOException {
        List<Part> roots = new ArrayList<>();
        try (JsonParser parser = PayloadJson.factory().createParser(file)) {
            while (parser.nextToken() != null) {
                check(roots.size(), "", "values");
                roots.add(of(file, 0, parser, null, "/" + roots.size()));
            }
        }
        if (roots.size() != 1) {
            return roots;
        }
        Part only = roots.get(0);
        return List.of(new Part(file, only.from, only.to, only.token, null, ""));
    }

    /** The first value of a document; {@link #NONE} if it does not begin with JSON. */
    static Part first(byte[] file) {
        try (JsonParser parser = PayloadJson.factory().createParser(file)) {
            return parser.nextToken() == null ? NONE : of(file, 0, parser, null, "");
        } catch (IOException malformed) {
            return NONE;
        }
    }

    /** A value of its own; a broken one if the bytes are not one JSON value. */
    static Part ofBytes(byte[] json) {
        return within(json, 0, json.length, "");
    }

    /** The value between two places; a broken one if there is not one JSON value. */
    static Part within(byte[] file, int from, int to, String name) {
        try (JsonParser parser = PayloadJson.factory().createParser(file, from, to - from)) {
            Part only = parser.nextToken() == null ? NONE : of(file, from, parser, null, name);
            if (only != NONE && parser.nextToken() == null) {
                return only;
            }
        } catch (IOException malformed) {
            // As if something followed.
        }
        return broken(name);
    }

    /** What is no JSON value. */
    static Part broken(String name) {
        return new Part(new byte[0], 0, 0, JsonToken.NOT_AVAILABLE, null, name);
    }

    /** The same, that has not been looked into: what is found there is kept as long as it is. */
    Part alone() {
        return new Part(file, from, to, token, parent, name);
    }

    /** The value under the parser, which is left on its last token. */
    private static Part of(
            byte[] file, int base, JsonParser parser, @Nullable Part parent, String name)
            throws IOException {
        JsonToken token = parser.currentToken();
        int from = base + (int) parser.currentTokenLocation().getByteOffset();
        if (token.isNumeric()) {
            return new Part(file, from, from + parser.getTextLength(), token, parent, name);
        }
        parser.skipChildren();
        parser.finishToken();
        int to = base + (int) parser.currentLocation().getByteOffset();
        return new Part(file, from, to, token, parent, name);
    }

    /** The member of this name. */
    Part get(String member) {
        return members().getOrDefault(member, NONE);
    }

    /** The first member there is of these names, which are of several versions. */
    Part get(String member, String... others) {
        Part found = get(member);
        for (int i = 0; i < others.length && found.isAbsent(); i++) {
            found = get(others[i]);
        }
        return found;
    }

    /** The members of an object, in their order. */
    Map<String, Part> members() {
        Map<String, Part> known = members;
        if (known == null) {
            known = isObject() ? scan() : Map.of();
            members = known;
        }
        return known;
    }

    private Map<String, Part> scan() {
        Map<String, Part> found = new LinkedHashMap<>();
        try (JsonParser parser = PayloadJson.factory().createParser(file, from, to - from)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                check(found.size(), pointer(), "members");
                String member = parser.currentName();
                parser.nextToken();
                found.put(member, of(file, from, parser, this, member));
            }
        } catch (IOException malformed) {
            throw refused("It is not JSON.");
        }
        return found;
    }

    /** The elements of an array, in their order. */
    List<Part> items() {
        return items(Integer.MAX_VALUE);
    }

    private List<Part> items(int most) {
        if (token != JsonToken.START_ARRAY) {
            return List.of();
        }
        List<Part> items = new ArrayList<>();
        try (JsonParser parser = PayloadJson.factory().createParser(file, from, to - from)) {
            parser.nextToken();
            while (items.size() < most && parser.nextToken() != JsonToken.END_ARRAY) {
                check(items.size(), pointer(), "elements");
                items.add(of(file, from, parser, this, Integer.toString(items.size())));
            }
        } catch (IOException malformed) {
            throw refused("It is not JSON.");
        }
        return items;
    }

    /** The first element of an array. */
    Part firstItem() {
        List<Part> first = items(1);
        return first.isEmpty() ? NONE : first.get(0);
    }

    /** Refuses what has more than is looked at. */
    static void check(int count, String pointer, String what) {
        if (count >= MAX_ELEMENTS) {
            String most = "%,d %s".formatted(MAX_ELEMENTS, what);
            throw refused(pointer, "It has more than the " + most + " that are taken.");
        }
    }

    /** Whether it is not there, or {@code null}. */
    boolean isAbsent() {
        return token == JsonToken.NOT_AVAILABLE || token == JsonToken.VALUE_NULL;
    }

    /** Whether it is no JSON value, not even {@code null}. */
    boolean isBroken() {
        return token == JsonToken.NOT_AVAILABLE;
    }

    boolean isObject() {
        return token == JsonToken.START_OBJECT;
    }

    boolean isArray() {
        return token == JsonToken.START_ARRAY;
    }

    boolean isTrue() {
        return token == JsonToken.VALUE_TRUE;
    }

    /** An object or array without anything in it, or a text without a character. */
    boolean isEmpty() {
        if (token == JsonToken.VALUE_STRING) {
            return to - from <= 2;
        }
        int at = from + 1;
        while (at < to - 1 && file[at] >= 0 && file[at] <= ' ') {
            at++;
        }
        return (isObject() || isArray()) && at == to - 1;
    }

    /** A text that is not empty. */
    @Nullable String text() {
        return token == JsonToken.VALUE_STRING && to - from > 2 ? read() : null;
    }

    /** The same of a number, as it is written. */
    @Nullable String word() {
        return token.isNumeric() && to - from <= Scalars.MAX_TEXT ? read() : text();
    }

    /** A whole number from 0 on, also one that is written as a text; -1 if it is none. */
    long whole() {
        return Scalars.whole(word());
    }

    /** So many thousandths of a number from 0 on, rounded; -1 if it is none. */
    long thousandths() {
        return Scalars.thousandths(word());
    }

    /** A moment: ISO-8601, in UTC where it has no offset, or milliseconds since 1970. */
    @Nullable OffsetDateTime moment() {
        return token.isNumeric() ? Scalars.moment(whole()) : Scalars.moment(text());
    }

    private @Nullable String read() {
        try (JsonParser parser = PayloadJson.factory().createParser(file, from, to - from)) {
            parser.nextToken();
            return parser.getText();
        } catch (IOException malformed) {
            return null;
        }
    }

    /** It as it stands in the document. */
    byte[] json() {
        return Arrays.copyOfRange(file, from, to);
    }

    /** Where it stands, as RFC 6901. */
    String pointer() {
        String pointer =
                parent == null
                        ? name
                        : parent.pointer() + "/" + name.replace("~", "~0").replace("/", "~1");
        return pointer.length() <= MAX_POINTER ? pointer : pointer.substring(0, MAX_POINTER) + "…";
    }

    /** Says that it cannot be taken. */
    ProblemException refused(String detail) {
        return refused(pointer(), detail);
    }

    /** Says that it cannot be taken, since something is missing that is needed. */
    ProblemException lacking(String member) {
        return new ProblemException(
                ProblemType.INVALID_REQUEST,
                "It lacks what is needed: " + member + ".",
                List.of(new Violation(pointer() + "/" + member, "It is needed.")));
    }

    private static ProblemException refused(String pointer, String detail) {
        return new ProblemException(
                ProblemType.INVALID_REQUEST, detail, List.of(new Violation(pointer, detail)));
    }
}
