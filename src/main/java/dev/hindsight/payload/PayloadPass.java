package dev.hindsight.payload;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import dev.hindsight.problem.Violation;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One pass over one value; used once. */
final class PayloadPass {

    private static final int FIRST_CAPACITY = 1_024;
    private static final int PREVIEW = 1_024;
    private static final String MASKED = "[redacted]";
    private static final String MASK = '"' + MASKED + '"';

    private final PayloadReader reader;
    private final JsonParser parser;
    private final byte[] source;
    private final String pointer;
    private final NoticeList notices;

    private JsonText text;

    /** Characters that PostgreSQL will add to the text by writing out exponents. */
    private long expansion;

    /** Set once the document is over its limit; from then on nothing is written. */
    private @Nullable String preview;

    private int depth;
    private boolean commaDue;

    /** Whether strings are masked here. */
    private boolean secret;

    /** Depth of the outermost container below a secret key, or 0 outside of any. */
    private int secretDepth;

    PayloadPass(PayloadReader reader, JsonParser parser, byte[] source, String pointer) {
        this.reader = reader;
        this.parser = parser;
        this.source = source;
        this.pointer = pointer;
        JsonStreamContext context = parser.getParsingContext();
        boolean inside = parser.currentToken().isStructStart();
        notices = new NoticeList(pointer, inside ? context.getParent() : context);
        text = new JsonText(Math.min(source.length, FIRST_CAPACITY));
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
        boolean kept = preview == null;
        switch (token) {
            case START_OBJECT -> open(kept, '{');
            case START_ARRAY -> open(kept, '[');
            case END_OBJECT -> close(kept, '}');
            case END_ARRAY -> close(kept, ']');
            default -> {
                if (!kept) {
                    return;
                }
                comma();
                if (token == JsonToken.FIELD_NAME) {
                    key();
                } else {
                    scalar(token);
                }
            }
        }
        if (kept && text.size() + expansion > reader.maxDocument()) {
            preview = text.head(PREVIEW);
            text = new JsonText(0);
        }
    }

    private void open(boolean kept, char bracket) {
        if (++depth > reader.maxDepth()) {
            throw tooDeep();
        }
        if (kept) {
            comma();
            text.mark(bracket);
            commaDue = false;
            if (secret && secretDepth == 0) {
                secretDepth = depth;
            }
        }
    }

    private void close(boolean kept, char bracket) {
        if (kept) {
            text.mark(bracket);
            commaDue = true;
            if (depth == secretDepth) {
                secretDepth = 0;
                secret = false;
            }
        }
        depth--;
    }

    private void comma() {
        if (commaDue) {
            text.mark(',');
        }
    }

    private void key() throws IOException {
        KnownKeys.Key key = reader.keys().get(parser.currentName());
        text.utf8(key.json());
        commaDue = false;
        if (key.sanitized()) {
            notices.add(Notice.Kind.SANITIZED, parser.getParsingContext());
        }
        if (secretDepth == 0) {
            secret = key.secret();
        }
    }

    private void scalar(JsonToken token) throws IOException {
        switch (token) {
            case VALUE_STRING -> string();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number();
            default -> text.ascii(token.asString());
        }
        commaDue = true;
        if (secretDepth == 0) {
            secret = false;
        }
    }

    private void string() throws IOException {
        if (secret) {
            text.ascii(MASK);
            // What is masked already, since it comes back from an export, is not altered.
            if (!MASKED.equals(parser.getText())) {
                notices.add(Notice.Kind.REDACTED, parser.getParsingContext());
            }
            return;
        }
        char[] characters = parser.getTextCharacters();
        int start = parser.getTextOffset();
        if (write(characters, start, start + parser.getTextLength())) {
            notices.add(Notice.Kind.SANITIZED, parser.getParsingContext());
        }
    }

    private void number() throws IOException {
        char[] characters = parser.getTextCharacters();
        int start = parser.getTextOffset();
        int end = start + parser.getTextLength();
        int plain = NumberText.plainLength(characters, start, end);
        if (plain == NumberText.UNFIT) {
            notices.add(Notice.Kind.SANITIZED, parser.getParsingContext());
            write(characters, start, end);
            return;
        }
        text.ascii(characters, start, end);
        expansion += Math.max(0, plain - (end - start));
    }

    /** Writes a string, cut to its limit; says whether a character was replaced in what is left. */
    private boolean write(char[] characters, int start, int end) {
        int cut = CodePoints.cut(characters, start, end, reader.maxString());
        if (cut < end) {
            notices.add(Original.of(characters, start, end), parser.getParsingContext());
        }
        return text.string(characters, start, cut);
    }

    /** Where the value ends in the body; the parser may have read one byte past a number. */
    private int end(int start, JsonToken first) throws IOException {
        return first.isNumeric()
                ? start + parser.getTextLength()
                : (int) parser.currentLocation().getByteOffset();
    }

    private Payload truncated(String beginning, Original original) {
        char[] characters = beginning.toCharArray();
        JsonText document = new JsonText(characters.length + 64);
        document.ascii("{\"$truncated\":true,\"bytes\":")
                .ascii(Long.toString(original.bytes()))
                .ascii(",\"preview\":");
        document.string(characters, 0, characters.length);
        return new Payload(document.mark('}').toString(), List.of(original.notice(pointer)));
    }

    private ProblemException tooDeep() {
        String detail = "A JSON value may be nested at most " + reader.maxDepth() + " levels deep.";
        return new ProblemException(
                ProblemType.INVALID_REQUEST, detail, List.of(new Violation(pointer, detail)));
    }
}
