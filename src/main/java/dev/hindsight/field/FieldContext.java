package dev.hindsight.field;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.hindsight.payload.CleanText;
import dev.hindsight.payload.Notice;
import dev.hindsight.payload.Payload;
import dev.hindsight.payload.PayloadReader;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import dev.hindsight.problem.Violation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known while a body is read: the bytes it comes from, the mode, and everything that was
 * found wrong or altered so far. One per body; not shared between threads.
 */
@SuppressWarnings("TypeParameterUnusedInFormals") // A rejection is null, which is of every type.
public final class FieldContext {

    /** How {@code null} and absent fields are meant. */
    public enum Mode {
        /** {@code null} says nothing; {@code error} and {@code cost} are taken whole. */
        MERGE,
        /** JSON merge patch: {@code null} clears, objects are merged member by member. */
        PATCH
    }

    /** The record that is being read while one inside it is. */
    public static final class Scope {
        private final String base;
        private final String pointer;
        private final List<Notice> notices;

        private Scope(String base, String pointer, List<Notice> notices) {
            this.base = base;
            this.pointer = pointer;
            this.notices = notices;
        }
    }

    /** More faults than this in one body are not named one by one. */
    private static final int MAX_VIOLATIONS = 100;

    /** Characters of a place that are told; the names in it are the caller's, and may be huge. */
    private static final int MAX_POINTER = 300;

    private final @Nullable PayloadReader payloads;
    private final byte[] source;
    private final Mode mode;
    private final List<Violation> violations = new ArrayList<>();
    private List<Notice> notices = new ArrayList<>();
    private String base = "";
    private String pointer = "";

    /** For a body in which nothing is altered: neither payloads nor texts for people are read of it. */
    public FieldContext(byte[] source) {
        this.payloads = null;
        this.source = source;
        this.mode = Mode.MERGE;
    }

    public FieldContext(PayloadReader payloads, byte[] source, Mode mode) {
        this.payloads = payloads;
        this.source = source;
        this.mode = mode;
    }

    public Mode mode() {
        return mode;
    }

    /** Where the record being read stands in the body: empty, or such as {@code /steps/3}. */
    public String base() {
        return base;
    }

    /** Begins a record at this place of the body; tells what to give back to {@link #leave}. */
    public Scope enter(String newBase) {
        Scope outer = new Scope(base, pointer, notices);
        base = newBase;
        pointer = "";
        notices = new ArrayList<>();
        return outer;
    }

    /** Ends a record: goes back to the one around it. */
    public void leave(Scope outer) {
        base = outer.base;
        pointer = outer.pointer;
        notices = outer.notices;
    }

    /** Sets the place, within its record, of the value that is read next. */
    public void at(String newPointer) {
        pointer = newPointer;
    }

    /** The place, within its record, of the value being read. */
    public String pointer() {
        return pointer;
    }

    /** What was altered in the record being read. */
    public List<Notice> notices() {
        return notices;
    }

    /** Says that the value being read is not valid. Always {@code null}, for readers to return. */
    public <T> @Nullable T reject(String detail) {
        return rejectAt(pointer, detail);
    }

    /** Whether another fault would still be named. */
    boolean tellsMore() {
        return violations.size() < MAX_VIOLATIONS;
    }

    /** Says that the value at a place of the record is not valid. Always {@code null}. */
    public <T> @Nullable T rejectAt(String at, String detail) {
        if (tellsMore()) {
            String place = base + at;
            violations.add(
                    new Violation(
                            place.length() <= MAX_POINTER
                                    ? place
                                    : place.substring(0, MAX_POINTER) + '…',
                            detail));
        }
        return null;
    }

    /** Rejects the value being read and steps over it, however deep it is. */
    public <T> @Nullable T reject(JsonParser parser, String detail) throws IOException {
        parser.skipChildren();
        return reject(detail);
    }

    /** Whether the parser stands on a token; if not, the value is rejected and stepped over. */
    public boolean expect(JsonParser parser, JsonToken token, String detail) throws IOException {
        if (parser.currentToken() == token) {
            return true;
        }
        reject(parser, detail);
        return false;
    }

    /** Reads any JSON value as it will be stored, collecting its notices. */
    public String payload(JsonParser parser) throws IOException {
        Payload payload = requireNonNull(payloads).read(parser, source, pointer);
        notices.addAll(payload.notices());
        return payload.json();
    }

    /** A text for people as it will be stored, at most so many bytes, collecting its notices. */
    String text(String value, int maxBytes) {
        CleanText clean = requireNonNull(payloads).text(value, maxBytes, pointer);
        notices.addAll(clean.notices());
        return clean.text();
    }

    /**
     * The JSON text of the value being read, exactly as it was sent; for what is never altered. {@code
     * null} if it is not UTF-8, after telling so.
     */
    public @Nullable String raw(JsonParser parser) throws IOException {
        int start = (int) parser.currentTokenLocation().getByteOffset();
        if (parser.currentToken().isStructStart()) {
            parser.skipChildren();
        } else {
            parser.finishToken();
        }
        int end = (int) parser.currentLocation().getByteOffset();
        try {
            // The parser lets halves of surrogate pairs pass, which are no UTF-8.
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(source, start, end - start))
                    .toString();
        } catch (CharacterCodingException malformed) {
            return reject("It is not UTF-8.");
        }
    }

    /**
     * Ends the body.
     *
     * @throws ProblemException {@code invalid-request} naming every fault, if there was any
     */
    public void finish() {
        if (!violations.isEmpty()) {
            String detail =
                    violations.size() == 1
                            ? placed(violations.get(0))
                            : violations.size() + " places of the body are not valid.";
            throw new ProblemException(ProblemType.INVALID_REQUEST, detail, violations);
        }
    }

    /** A fault on one line, for who reads no further. */
    private static String placed(Violation only) {
        return only.pointer().isEmpty() ? only.detail() : only.pointer() + ": " + only.detail();
    }
}
