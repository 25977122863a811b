package dev.hindsight.payload;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import dev.hindsight.secret.SecretPatterns;
import java.io.IOException;

/** Writes the scalars of one pass as they will be stored, and tells what was altered in them. */
final class ScalarWriter {

    private static final String MASK = '"' + SecretPatterns.MASK + '"';

    private final PayloadReader reader;
    private final JsonParser parser;
    private final JsonBuffer text;
    private final NoticeList notices;
    private long expansion;

    ScalarWriter(PayloadReader reader, JsonParser parser, JsonBuffer text, NoticeList notices) {
        this.reader = reader;
        this.parser = parser;
        this.text = text;
        this.notices = notices;
    }

    /** Characters that PostgreSQL will add to the text by writing out exponents. */
    long expansion() {
        return expansion;
    }

    /** The mask, in place of the value that the parser stands on and that lies in this context. */
    void mask(JsonStreamContext around) throws IOException {
        text.ascii(MASK);
        // What is masked already, since it comes back from an export, is not altered.
        if (!parser.currentToken().isScalarValue()
                || !SecretPatterns.MASK.equals(parser.getText())) {
            notices.add(Notice.Kind.REDACTED, around);
        }
    }

    /** The string under the parser, without the secrets in it. */
    void string() throws IOException {
        SecretPatterns patterns = reader.patterns();
        if (!patterns.isEmpty()) {
            String sent = parser.getText();
            String masked = patterns.mask(sent);
            if (!masked.equals(sent)) {
                masked(sent, masked.toCharArray());
                return;
            }
        }
        char[] characters = parser.getTextCharacters();
        int start = parser.getTextOffset();
        kept(characters, start, start + parser.getTextLength());
    }

    /** The number under the parser; as text if PostgreSQL cannot hold it. */
    void number() throws IOException {
        char[] characters = parser.getTextCharacters();
        int start = parser.getTextOffset();
        int end = start + parser.getTextLength();
        int plain = NumberText.plainLength(characters, start, end);
        if (plain == NumberText.UNFIT) {
            notices.add(Notice.Kind.SANITIZED, parser.getParsingContext());
            kept(characters, start, end);
            return;
        }
        text.ascii(characters, start, end);
        expansion += Math.max(0, plain - (end - start));
    }

    private void masked(String sent, char[] masked) {
        notices.add(Notice.Kind.REDACTED, parser.getParsingContext());
        int cut = CodePoints.cut(masked, 0, masked.length, reader.maxString());
        if (cut < masked.length) {
            Original original = Original.of(sent.toCharArray(), 0, sent.length());
            notices.add(original.withoutDigest(), parser.getParsingContext());
        }
        write(masked, 0, cut);
    }

    private void kept(char[] characters, int start, int end) {
        int cut = CodePoints.cut(characters, start, end, reader.maxString());
        if (cut < end) {
            notices.add(Original.of(characters, start, end), parser.getParsingContext());
        }
        write(characters, start, cut);
    }

    private void write(char[] characters, int start, int end) {
        if (text.string(characters, start, end)) {
            notices.add(Notice.Kind.SANITIZED, parser.getParsingContext());
        }
    }
}
