package dev.hindsight.page;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a list was asked for, in 64 bits. It is the same on every replica and after every restart, so
 * that a cursor issued by one is understood by all.
 */
public final class Fingerprint {

    private Fingerprint() {}

    /**
     * The fingerprint of a question.
     *
     * @param orderBy the field that sorts
     * @param orderDir the direction that it sorts in
     * @param filters values by name; null values and empty collections count as absent, and the
     *     order of a collection does not matter. Values count by their text, so they must have one
     *     of their own: texts, numbers, booleans, enums, times and ids have; arrays have not.
     * @throws IllegalArgumentException if a value is an array
     */
    public static long of(
            String orderBy, String orderDir, Map<String, ? extends @Nullable Object> filters) {
        ByteArrayOutputStream question = new ByteArrayOutputStream();
        add(orderBy, question);
        add(orderDir, question);
        new TreeMap<>(filters)
                .forEach(
                        (name, value) -> {
                            List<String> texts = texts(value);
                            if (!texts.isEmpty()) {
                                add(name, question);
                                add(String.valueOf(texts.size()), question);
                                texts.forEach(text -> add(text, question));
                            }
                        });
        return digest(question.toByteArray());
    }

    /** The fingerprint of a question about one record: a place in one's list is none in another's. */
    public static long about(UUID id, long question) {
        return digest(
                ByteBuffer.allocate(3 * Long.BYTES)
                        .putLong(id.getMostSignificantBits())
                        .putLong(id.getLeastSignificantBits())
                        .putLong(question)
                        .array());
    }

    /** The first 64 bits of the SHA-256 of some bytes. */
    static long digest(byte[] bytes) {
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(bytes)).getLong();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }

    private static List<String> texts(@Nullable Object value) {
        if (value == null) {
            return List.of();
        }
        if (value.getClass().isArray()) {
            throw new IllegalArgumentException("An array has no text of its own");
        }
        return value instanceof Collection<?> values
                ? values.stream().map(String::valueOf).sorted().toList()
                : List.of(value.toString());
    }

    /** The length in front keeps two texts from reading like one. */
    private static void add(String text, ByteArrayOutputStream question) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        question.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        question.writeBytes(bytes);
    }
}
