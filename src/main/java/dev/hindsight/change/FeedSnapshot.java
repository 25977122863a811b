package dev.hindsight.change;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which transactions a database snapshot sees, as PostgreSQL writes it.
 *
 * @param xmin every transaction before it has ended
 * @param xmax none from it on has been seen
 * @param inProgress those between the two that had not ended, ascending
 */
public record FeedSnapshot(long xmin, long xmax, List<Long> inProgress) {

    private static final int MAX_LENGTH = 4096;

    private static final Pattern NUMBER = Pattern.compile("[1-9]\\d{0,18}");

    private static final Pattern TEXT =
            Pattern.compile("(%1$s):(%1$s):((?:%1$s(?:,%1$s)*)?)".formatted(NUMBER));

    /**
     * A snapshot.
     *
     * @throws IllegalArgumentException if PostgreSQL would not take it for one
     */
    public FeedSnapshot {
        inProgress = List.copyOf(inProgress);
        // Numbers whose lower half is zero are left out when transactions are numbered.
        if (xmin < 1 || xmax < xmin || (int) xmin == 0 || (int) xmax == 0) {
            throw new IllegalArgumentException("bounds of a snapshot");
        }
        long least = xmin;
        for (long xid : inProgress) {
            if (xid < least || xid >= xmax) {
                throw new IllegalArgumentException("transactions of a snapshot");
            }
            least = xid + 1;
        }
    }

    /** What {@link #text} wrote; empty for anything else. */
    public static Optional<FeedSnapshot> ofText(String text) {
        if (text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        try {
            List<Long> inProgress = new ArrayList<>();
            Matcher numbers = NUMBER.matcher(parts.group(3));
            while (numbers.find()) {
                inProgress.add(Long.parseLong(numbers.group()));
            }
            return Optional.of(
                    new FeedSnapshot(
                            Long.parseLong(parts.group(1)),
                            Long.parseLong(parts.group(2)),
                            inProgress));
        } catch (IllegalArgumentException notOne) {
            return Optional.empty();
        }
    }

    /** As PostgreSQL reads and writes it: {@code xmin:xmax:xid,xid}. */
    public String text() {
        return xmin
                + ":"
                + xmax
                + ":"
                + inProgress.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    /** Whether what this transaction wrote, if it committed, can be seen in the snapshot. */
    public boolean sees(long xid) {
        return xid < xmin || (xid < xmax && Collections.binarySearch(inProgress, xid) < 0);
    }

    /** Whether another one, of the same database, sees more, and so was taken later. */
    public boolean isBefore(FeedSnapshot other) {
        return xmax < other.xmax
                || (xmax == other.xmax && inProgress.size() > other.inProgress.size());
    }
}
