package dev.hindsight.page;

import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import dev.hindsight.problem.Violation;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where a page ended: the sort values and the id of its last row, for one order and set of filters.
 *
 * <p>Its token is base64url without padding. It carries a checksum over the values and the
 * fingerprint, so that a token for another question, or one that was altered, is refused as a
 * whole. It is no secret and no proof: it says nothing but a place in a list, and the caller's
 * rights are checked as for any other request.
 *
 * @param fingerprint of the order and filters, see {@link Fingerprint}
 * @param parts 1 to 8 values, in the order of the sort
 */
public record Cursor(long fingerprint, List<Part> parts) {

    /** Longest token, in characters. */
    public static final int MAX_LENGTH = 4_096;

    private static final int MAX_PARTS = 8;

    /** Bounds of the moments that the service stores, in microseconds: the years 1 to 9999. */
    private static final long FIRST_MICROS = -62_135_596_800_000_000L;

    private static final long LAST_MICROS = 253_402_300_799_999_999L;

    /**
     * @throws IllegalArgumentException if there are no parts, or more than eight
     */
    public Cursor {
        parts = List.copyOf(parts);
        if (parts.isEmpty() || parts.size() > MAX_PARTS) {
            throw new IllegalArgumentException("A cursor has 1 to 8 parts, not " + parts.size());
        }
    }

    /** The place behind a row with these values. */
    public static Cursor of(long fingerprint, Part... parts) {
        return new Cursor(fingerprint, List.of(parts));
    }

    /**
     * The token for a client.
     *
     * @throws IllegalArgumentException if its texts make it longer than {@value #MAX_LENGTH}
     */
    public String encode() {
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(CursorBytes.of(this));
        if (token.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("The values are too long for a cursor");
        }
        return token;
    }

    /**
     * Reads a token back.
     *
     * @param fingerprint of the order and filters that the client asks for now
     * @throws ProblemException {@link ProblemType#INVALID_REQUEST} for anything that {@link #encode}
     *     did not issue for the same fingerprint
     */
    public static Cursor decode(String token, long fingerprint) {
        if (token.length() > MAX_LENGTH) {
            throw notIssued();
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(token);
            Cursor cursor = new Cursor(fingerprint, CursorBytes.parts(bytes, fingerprint));
            // One place has one token: padding and stray bits at the end are not ours.
            if (cursor.encode().equals(token)) {
                return cursor;
            }
        } catch (IllegalArgumentException malformed) {
            throw notIssued();
        }
        throw notIssued();
    }

    /** As {@link #decode(String, long)}, where there may be no token; none is the first page. */
    public static Optional<Cursor> decode(Optional<String> token, long fingerprint) {
        return token.map(present -> decode(present, fingerprint));
    }

    /**
     * The number at a place, or null for the absent value.
     *
     * @throws ProblemException as {@link #decode(String, long)}, if something else is there; so do
     *     the other readers
     */
    public @Nullable Long number(int place) {
        return find(Part.Whole.class, place).map(Part.Whole::value).orElse(null);
    }

    /** The moment at a place, or null for the absent value. */
    public @Nullable Instant at(int place) {
        Long micros = number(place);
        if (micros == null) {
            return null;
        }
        if (micros < FIRST_MICROS || micros > LAST_MICROS) {
            throw notIssued();
        }
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    /** The text at a place, or null for the absent value. */
    public @Nullable String text(int place) {
        return find(Part.Text.class, place).map(Part.Text::value).orElse(null);
    }

    /** The id at a place; never absent. */
    public UUID id(int place) {
        return find(Part.Id.class, place).map(Part.Id::value).orElseThrow(Cursor::notIssued);
    }

    /** Empty where the absent value is. */
    private <T extends Part> Optional<T> find(Class<T> kind, int place) {
        if (place >= parts.size()) {
            throw notIssued();
        }
        Part part = parts.get(place);
        if (part instanceof Part.Absent) {
            return Optional.empty();
        }
        if (!kind.isInstance(part)) {
            throw notIssued();
        }
        return Optional.of(kind.cast(part));
    }

    private static ProblemException notIssued() {
        String detail =
                "The cursor was not issued by this service for this order and these filters:"
                        + " start again without it.";
        return new ProblemException(
                ProblemType.INVALID_REQUEST, detail, List.of(new Violation("cursor", detail)));
    }
}
