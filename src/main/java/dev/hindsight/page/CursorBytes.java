package dev.hindsight.page;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The bytes inside a cursor's token: one byte of version, 64 bits of checksum, then each part as one
 * byte of kind and its value. The checksum covers the fingerprint too, which is not written.
 */
final class CursorBytes {

    private static final byte VERSION = 1;
    private static final int HEAD = 1 + Long.BYTES;

    private static final byte ABSENT = 0;
    private static final byte WHOLE = 1;
    private static final byte TEXT = 2;
    private static final byte ID = 3;

    private CursorBytes() {}

    static byte[] of(Cursor cursor) {
        ByteArrayOutputStream values = new ByteArrayOutputStream();
        cursor.parts().forEach(part -> values.writeBytes(write(part)));
        byte[] body = values.toByteArray();
        return ByteBuffer.allocate(HEAD + body.length)
                .put(VERSION)
                .putLong(checksum(cursor.fingerprint(), body))
                .put(body)
                .array();
    }

    /**
     * The parts of a cursor that was issued for the fingerprint.
     *
     * @throws IllegalArgumentException if these are not the bytes of one
     */
    static List<Part> parts(byte[] bytes, long fingerprint) {
        try {
            ByteBuffer in = ByteBuffer.wrap(bytes);
            byte version = in.get();
            long checksum = in.getLong();
            byte[] body = new byte[in.remaining()];
            in.duplicate().get(body);
            if (version != VERSION || checksum != checksum(fingerprint, body)) {
                throw new IllegalArgumentException("Of another version, question or service");
            }
            List<Part> parts = new ArrayList<>();
            while (in.hasRemaining()) {
                parts.add(read(in));
            }
            return parts;
        } catch (BufferUnderflowException | CharacterCodingException malformed) {
            throw new IllegalArgumentException(malformed);
        }
    }

    private static byte[] write(Part part) {
        if (part instanceof Part.Whole whole) {
            return ByteBuffer.allocate(1 + Long.BYTES).put(WHOLE).putLong(whole.value()).array();
        }
        if (part instanceof Part.Text text) {
            byte[] utf8 = text.value().getBytes(StandardCharsets.UTF_8);
            return ByteBuffer.allocate(1 + Integer.BYTES + utf8.length)
                    .put(TEXT)
                    .putInt(utf8.length)
                    .put(utf8)
                    .array();
        }
        if (part instanceof Part.Id id) {
            return ByteBuffer.allocate(1 + 2 * Long.BYTES)
                    .put(ID)
                    .putLong(id.value().getMostSignificantBits())
                    .putLong(id.value().getLeastSignificantBits())
                    .array();
        }
        return new byte[] {ABSENT};
    }

    private static Part read(ByteBuffer in) throws CharacterCodingException {
        byte kind = in.get();
        return switch (kind) {
            case ABSENT -> new Part.Absent();
            case WHOLE -> new Part.Whole(in.getLong());
            case TEXT -> new Part.Text(readText(in));
            case ID -> new Part.Id(new UUID(in.getLong(), in.getLong()));
            default -> throw new IllegalArgumentException("Unknown kind of part: " + kind);
        };
    }

    private static String readText(ByteBuffer in) throws CharacterCodingException {
        int length = in.getInt();
        if (length < 0 || length > in.remaining()) {
            throw new IllegalArgumentException("Cut short");
        }
        ByteBuffer utf8 = in.slice(in.position(), length);
        in.position(in.position() + length);
        // A fresh decoder reports malformed bytes instead of replacing them.
        return StandardCharsets.UTF_8.newDecoder().decode(utf8).toString();
    }

    private static long checksum(long fingerprint, byte[] body) {
        return Fingerprint.digest(
                ByteBuffer.allocate(Long.BYTES + body.length)
                        .putLong(fingerprint)
                        .put(body)
                        .array());
    }
}
