package reports;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Bytes that are the same for every execution but for its external id. */
final class Template {

    /** Stands in a text where the external id will be; as long as one. */
    static final String ID = "bench-################";

    private static final int DIGITS = 16;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final byte[] bytes;
    private final int[] places;

    /**
     * @param text ASCII, so that a character is a byte
     */
    Template(String text) {
        this.bytes = text.getBytes(StandardCharsets.US_ASCII);
        this.places =
                Pattern.compile("#{" + DIGITS + "}")
                        .matcher(text)
                        .results()
                        .mapToInt(found -> found.start())
                        .toArray();
    }

    /** The external id of the execution with a number; they sort alike. */
    static String id(long number) {
        return "bench-%016x".formatted(number);
    }

    int length() {
        return bytes.length;
    }

    /** Appends the bytes for the execution with a number. */
    void write(long number, ByteBuffer into) {
        int begin = into.position();
        into.put(bytes);
        for (int place : places) {
            for (int i = 0; i < DIGITS; i++) {
                int digit = (int) (number >>> 4 * (DIGITS - 1 - i)) & 15;
                into.put(begin + place + i, HEX[digit]);
            }
        }
    }
}
