package dev.hindsight.wfformat;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * A JSON object that is put together from pieces of a file, byte by byte, so that numbers keep
 * their digits. It is not yet fit to be stored: that is for {@link
 * dev.hindsight.payload.PayloadReader} to make it.
 */
final class WfFormatObject {

    private final ByteArrayOutputStream json = new ByteArrayOutputStream();

    WfFormatObject() {
        json.write('{');
    }

    boolean isEmpty() {
        return json.size() == 1;
    }

    /** Adds a member as it stands in the file, name and value. */
    void add(byte[] file, WfFormatSlice member) {
        comma();
        json.write(file, member.from(), member.length());
    }

    /** Adds a member whose value is JSON in ASCII. The name needs no escapes. */
    void add(String name, CharSequence value) {
        name(name);
        json.writeBytes(value.toString().getBytes(US_ASCII));
    }

    /** Adds an object as a member, unless it is empty. The name needs no escapes. */
    void addUnlessEmpty(String name, WfFormatObject object) {
        if (!object.isEmpty()) {
            name(name);
            json.writeBytes(object.toBytes());
        }
    }

    /** The whole object in UTF-8. */
    byte[] toBytes() {
        byte[] open = json.toByteArray();
        byte[] closed = Arrays.copyOf(open, open.length + 1);
        closed[open.length] = '}';
        return closed;
    }

    /** Appends a JSON string in ASCII: halves of surrogate pairs stay what they are. */
    static void quote(String text, StringBuilder json) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                json.append("\\u");
                for (int shift = 12; shift >= 0; shift -= 4) {
                    json.append(Character.forDigit(c >> shift & 15, 16));
                }
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }

    private void name(String name) {
        comma();
        json.writeBytes(('"' + name + "\":").getBytes(US_ASCII));
    }

    private void comma() {
        if (!isEmpty()) {
            json.write(',');
        }
    }
}
