package dev.hindsight.delivery;

import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a webhook is sent, and what became of it.
 *
 * @param id grows in the order of the events
 * @param eventId what the receiver tells repetitions by
 * @param nextAttemptAt while it waits
 * @param finishedAt when it was delivered or given up
 */
record Delivery(
        long id,
        String eventId,
        String kind,
        @Nullable UUID executionId,
        State state,
        int attempts,
        OffsetDateTime createdAt,
        OffsetDateTime nextAttemptAt,
        @Nullable OffsetDateTime finishedAt,
        @Nullable Integer lastStatus,
        @Nullable String lastError) {

    /** Where it stands; stored by its number. */
    enum State {
        /** It is still to be sent. */
        WAITING(0),
        /** The receiver took it. */
        DELIVERED(1),
        /** It was given up. */
        DEAD(2);

        static final String WORDS =
                Stream.of(values()).map(State::word).collect(Collectors.joining(", "));

        private final int code;

        State(int code) {
            this.code = code;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        int code() {
            return code;
        }

        static Optional<State> ofWord(String word) {
            return Stream.of(values()).filter(it -> it.word().equals(word)).findFirst();
        }

        static State ofCode(int code) {
            return Stream.of(values())
                    .filter(it -> it.code() == code)
                    .findFirst()
                    .orElseThrow(() -> new NoSuchElementException("state " + code));
        }
    }
}
