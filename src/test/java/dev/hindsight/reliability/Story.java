package dev.hindsight.reliability;

import dev.hindsight.reliability.Piece.Kind;
import dev.hindsight.reliability.Piece.Status;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an engine reports of one execution, in the order in which it happened: reports of one record
 * differ in rank or in {@code reportedAt}.
 */
record Story(List<Piece> pieces) {

    private static final long FIRST_REPORT = 1_000;

    Story {
        pieces = List.copyOf(pieces);
    }

    /**
     * Makes a story of any pieces.
     *
     * @param ends what the execution and its steps end as: of two ends the first to come stays, so
     * that a record has but one
     * @param timed whether reports tell when they were made; if not, only the first report of each
     * rank is told
     */
    static Story of(List<Piece> pieces, List<String> ends, boolean timed) {
        List<Piece> told = new ArrayList<>();
        Set<String> ranks = new HashSet<>();
        // Whatever comes later revives a crashed execution, so that one in company shows the order.
        boolean mayCrash = pieces.stream().allMatch(it -> it.kind() == Kind.EXECUTION);
        for (Piece piece : pieces) {
            Status status = piece.status();
            if (status == Status.CRASHED) {
                status = mayCrash && timed ? Status.CRASHED : Status.RUNNING;
                mayCrash = false;
            }
            if (piece.kind() == Kind.LINE) {
                told.add(piece.with(null, ", 'sequence': " + told.size()));
            } else if (timed) {
                String moment = ", 'reportedAt': " + (FIRST_REPORT + told.size());
                told.add(piece.with(status, word(piece, status, ends) + moment));
            } else if (status != null && ranks.add(piece.record() + status)) {
                told.add(piece.with(status, word(piece, status, ends)));
            }
        }
        return new Story(told);
    }

    private static String word(Piece piece, @Nullable Status status, List<String> ends) {
        if (status == null) {
            return "";
        }
        String word =
                status == Status.END
                        ? ends.get(piece.kind() == Kind.EXECUTION ? 0 : 1)
                        : status.name().toLowerCase(Locale.ROOT);
        return ", 'status': '" + word + "'";
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Piece piece : pieces) {
            text.append('\n').append(piece.record()).append(piece.members());
        }
        return text.toString();
    }
}
