package dev.hindsight.policy;

import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A policy of a namespace.
 *
 * @param stamps {@code null} for the one that nobody has written
 */
record StoredPolicy(RetentionPolicy policy, @Nullable Stamps stamps) {

    /** When it was written first, and last. */
    record Stamps(OffsetDateTime createdAt, OffsetDateTime updatedAt) {}

    /**
     * What is known of a name in a namespace.
     *
     * @param isDeleted whether it is known only that there is no policy of that name
     */
    record Known(StoredPolicy stored, boolean isDeleted) {

        boolean isNamed(String name) {
            return stored.policy().name().equals(name);
        }
    }

    private static final Comparator<StoredPolicy> ORDER_OF_DECISION =
            Comparator.comparing(StoredPolicy::policy, RetentionPolicy.ORDER_OF_DECISION);

    /** The policies of a namespace that has these rows, in the order of decision. */
    static List<StoredPolicy> of(List<Known> rows) {
        boolean said = rows.stream().anyMatch(it -> it.isNamed(RetentionPolicy.DEFAULT_NAME));
        return Stream.concat(
                        rows.stream().filter(it -> !it.isDeleted()).map(Known::stored),
                        said
                                ? Stream.empty()
                                : Stream.of(new StoredPolicy(RetentionPolicy.DEFAULT, null)))
                .sorted(ORDER_OF_DECISION)
                .toList();
    }
}
