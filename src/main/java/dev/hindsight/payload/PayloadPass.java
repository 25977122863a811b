package dev.hindsight.payload;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import dev.hindsight.problem.Violation;
import dev.hindsight.secret.Veil;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One pass over one value; used once. */
final class PayloadPass {

    private static final int FIRST_CAPACITY = 1_024;
    private static final int PREVIEW = 1_024;

    private final PayloadReader reader;
    private final JsonParser parser;
    private final byte[] source;
    private final String pointer;
    private final NoticeList notices;
    private final Veil veil;
    private final JsonBuffer text;
    private final ScalarWriter scalars;
    private final KnownKeys.Open open = new KnownKeys.Open();

    /** Set once the document is over its limit; from then on nothing is written. */
    private @Nullable String preview;

    private int depth;
    private boolean commaDue;

    PayloadPass(PayloadReader reader, JsonParser parser, byte[] source, String pointer) {
        this.reader = reader;
        this.parser = parser;
        this.source = source;
        this.pointer = pointer;
        notices = new NoticeList(pointer, around(parser.currentToken()));
        veil = new Veil(reader.paths().at(pointer));
        text = new JsonBuffer(Math.min(source.length, FIRST_CAPACITY));
        scalars = new ScalarWriter(reader, parser, text, notices);
    }

    Payload run() throws IOException {
        int start = (int) parser.currentTokenLocation().getByteOffset();
        JsonToken token = parser.currentToken();
        take(token);
        while (depth > 0) {
            take(parser.nextToken());
        }
        return preview == null
                ? new Payload(text.toString(), notices.toList())
                : truncated(preview, Original.of(source, start, end(start, token)));
    }

    private void take(JsonToken token) throws IOException {
        switch (token) {
            case START_OBJECT -> open(token, '{');
            case START_ARRAY -> open(token, '[');
            case END_OBJECT -> close('}');
            case END_ARRAY -> close(']');
            default -> {
                if (isWritten()) {
                    if (token == JsonToken.FIELD_NAME) {
                        key();
                    } else {
                        scalar(token);
                    }
                }
            }
        }
        if (preview == null && text.size() + scalars.expansion() > reader.maxDocument()) {
            preview = text.head(PREVIEW);
            text.clear();
        }
    }

    /** Whether what is under the parser gets into the text. */
    private boolean isWritten() {
        return preview == null && !veil.hidesAll();
    }

    private void open(JsonToken token, char bracket) throws IOException {
        if (depth == reader.maxDepth()) {
            throw tooDeep();
        }
        if (isWritten()) {
            JsonStreamContext around = begin(token);
            commaDue = veil.hidesValue();
            if (commaDue) {
                scalars.mask(around);
            } else {
                text.mark(bracket);
                if (bracket == '{') {
                    open.begin();
                }
            }
        }
        veil.enter(++depth);
    }

    private void close(char bracket) {
        if (isWritten()) {
            text.mark(bracket);
            commaDue = true;
            if (bracket == '}') {
                open.end();
            }
        }
        veil.leave(depth--);
    }

    private void key() throws IOException {
        if (commaDue) {
            text.mark(',');
        }
        KnownKeys.Key key = reader.keys().get(parser.currentName());
        text.utf8(key.json());
        commaDue = false;
        if (open.has(key) || key.sanitized()) {
            notices.add(Notice.Kind.SANITIZED, parser.getParsingContext());
        }
        veil.member(key.name(), key.secret());
    }

    private void scalar(JsonToken token) throws IOException {
        JsonStreamContext around = begin(token);
        boolean isString = token == JsonToken.VALUE_STRING;
        if (isString ? veil.hidesStrings() : veil.hidesValue()) {
            scalars.mask(around);
        } else if (isString) {
            scalars.string();
        } else if (token.isNumeric()) {
            scalars.number();
        } else {
            text.ascii(token.asString());
        }
        commaDue = true;
        veil.end();
    }

    /** Begins a value; tells the context that it lies in. */
    private JsonStreamContext begin(JsonToken token) {
        JsonStreamContext around = around(token);
        if (commaDue) {
            text.mark(',');
        }
        if (depth > 0 && around.inArray()) {
            veil.element(around.getCurrentIndex());
        }
        return around;
    }

    /** The parser's context around the value whose first token it stands on. */
    private JsonStreamContext around(JsonToken token) {
        JsonStreamContext context = parser.getParsingContext();
        return token.isStructStart() ? context.getParent() : context;
    }

    /** Where the value ends in the body; the parser may have read one byte past a number. */
    private int end(int start, JsonToken first) throws IOException {
        return first.isNumeric()
                ? start + parser.getTextLength()
                : (int) parser.currentLocation().getByteOffset();
    }

    /** What is stored of a document over its limit; no digest is told if a secret was seen in it. */
    private Payload truncated(String beginning, Original original) {
        char[] characters = beginning.toCharArray();
        JsonBuffer document = new JsonBuffer(characters.length + 64);
        document.ascii("{\"$truncated\":true,\"bytes\":")
                .ascii(Long.toString(original.bytes()))
                .ascii(",\"preview\":");
        document.string(characters, 0, characters.length);
        boolean redacted = notices.has(Notice.Kind.REDACTED);
        List<Notice> told = new ArrayList<>();
        told.add((redacted ? original.withoutDigest() : original).notice(pointer));
        if (redacted) {
            told.add(Notice.of(Notice.Kind.REDACTED, pointer));
        }
        if (notices.has(Notice.Kind.SANITIZED)) {
            told.add(Notice.of(Notice.Kind.SANITIZED, pointer));
        }
        return new Payload(document.mark('}').toString(), told);
    }

    private ProblemException tooDeep() {
        String detail = "A JSON value may be nested at most " + reader.maxDepth() + " levels deep.";
        return new ProblemException(
                ProblemType.INVALID_REQUEST, detail, List.of(new Violation(pointer, detail)));
    }
}
