package dev.hindsight.payload;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.ObjectCodec;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.IOContext;
import com.fasterxml.jackson.core.json.UTF8StreamJsonParser;
import com.fasterxml.jackson.core.sym.ByteQuadsCanonicalizer;

/**
 * The one JSON dialect that the doors read: RFC 8259 in UTF-8, nothing looser, but for lone
 * surrogates.
 *
 * <p>Sizes of strings, numbers and documents are left to the limit on the request's body and to
 * {@link PayloadReader}, which cuts instead of refusing.
 */
public final class PayloadJson {

    /** Deepest nesting that is read at all; a payload's own limit lies below it. */
    public static final int MAX_NESTING = 1_100;

    /** Longest key in characters; a longer one fails the parse. */
    public static final int MAX_KEY = 50_000;

    private static final JsonFactory FACTORY =
            new SurrogateTolerantFactory(
                    new JsonFactoryBuilder()
                            // Interned names would outlive a hostile body of a million keys.
                            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                            .streamReadConstraints(
                                    StreamReadConstraints.builder()
                                            .maxNestingDepth(MAX_NESTING)
                                            .maxNameLength(MAX_KEY)
                                            .maxNumberLength(Integer.MAX_VALUE)
                                            .maxStringLength(Integer.MAX_VALUE)
                                            .build()));

    private PayloadJson() {}

    /**
     * The shared, thread-safe factory. Its parsers over bytes remember at most a few thousand keys
     * from one body to the next, and refuse a body whose keys were made to collide. They take
     * nothing but UTF-8, without a byte order mark; surrogates, escaped or raw, come out as they
     * were sent.
     */
    public static JsonFactory factory() {
        return FACTORY;
    }

    /**
     * Makes parsers over bytes that hand out surrogates instead of failing on them.
     *
     * <p>Since 2.21.0, Jackson takes a surrogate among the bytes for invalid UTF-8. In 2.21.0 and
     * 2.21.1 that hits every key with an escaped emoji, which is how Python writes them
     * (jackson-core issue 1541); and it would lose a whole report for one broken character, which
     * {@link PayloadReader} can replace. From 2.21.2 on, keys with half a pair as an escape are
     * refused by another path that cannot be overridden here: such a body is then malformed.
     */
    private static final class SurrogateTolerantFactory extends JsonFactory {

        private static final long serialVersionUID = 1L;

        SurrogateTolerantFactory(JsonFactoryBuilder settings) {
            super(settings);
        }

        /**
         * Without the guess at the encoding: text taken for UTF-16 would be read without byte
         * offsets.
         */
        @Override
        protected JsonParser _createParser(byte[] data, int offset, int length, IOContext context) {
            return new Parser(
                    context,
                    _parserFeatures,
                    _objectCodec,
                    _byteSymbolCanonicalizer.makeChild(_factoryFeatures),
                    data,
                    offset,
                    offset + length);
        }

        private static final class Parser extends UTF8StreamJsonParser {

            Parser(
                    IOContext context,
                    int features,
                    ObjectCodec codec,
                    ByteQuadsCanonicalizer keys,
                    byte[] data,
                    int start,
                    int end) {
                super(context, features, null, codec, keys, data, start, end, 0, false);
            }

            /** Lets the surrogate pass. */
            @Override
            protected void _reportInvalidUTF8Surrogate(int character) {}
        }
    }
}
