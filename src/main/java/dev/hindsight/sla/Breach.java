package dev.hindsight.sla;

import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * That something was not kept.
 *
 * @param execution which took too long
 * @param recoveredAt when it was over; {@code null} while it is not
 * @param value what it was: milliseconds or percent
 * @param limit what it was to be
 */
record Breach(
        Rule rule,
        @Nullable UUID execution,
        OffsetDateTime breachedAt,
        @Nullable OffsetDateTime recoveredAt,
        double value,
        double limit) {}
