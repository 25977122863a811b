package dev.hindsight.change;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A place in the feed: everything that its snapshot sees has been told.
 *
 * @param epoch the life of the feed; a place in another one means nothing
 * @param snapshot what has been told
 */
public record FeedPosition(String epoch, FeedSnapshot snapshot) {

    /** Longer than the cursor of any snapshot that may be read. */
    private static final int MAX_LENGTH = 6_000;

    private static final Pattern EPOCH =
            Pattern.compile("(?:-?[1-9]\\d{0,19}\\.)?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private static final Pattern CURSOR = Pattern.compile("[A-Za-z0-9_-]+");

    /**
     * A place in the feed.
     *
     * @throws IllegalArgumentException if the epoch does not look like one
     */
    public FeedPosition {
        if (!EPOCH.matcher(epoch).matches()) {
            throw new IllegalArgumentException("epoch of a feed");
        }
    }

    /** For clients, who cannot look into it. */
    public String cursor() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(
                        (epoch + '|' + snapshot.text()).getBytes(StandardCharsets.US_ASCII));
    }

    /** What {@link #cursor} made; empty for anything else. */
    public static Optional<FeedPosition> ofCursor(String cursor) {
        if (cursor.length() > MAX_LENGTH || !CURSOR.matcher(cursor).matches()) {
            return Optional.empty();
        }
        try {
            String text =
                    new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
            int bar = text.indexOf('|');
            if (bar < 0) {
                return Optional.empty();
            }
            return FeedSnapshot.ofText(text.substring(bar + 1))
                    .map(snapshot -> new FeedPosition(text.substring(0, bar), snapshot))
                    // One place has one cursor.
                    .filter(position -> position.cursor().equals(cursor));
        } catch (IllegalArgumentException notOne) {
            return Optional.empty();
        }
    }
}
