package dev.hindsight.outcome;

import org.jspecify.annotations.Nullable;

/**
 * What something cost.
 *
 * @param amount a decimal number with all its digits
 * @param unit a currency or any other unit
 */
public record Cost(@Nullable String amount, @Nullable String unit) {

    /** The cost of a row; {@code null} if it has none. */
    public static @Nullable Cost of(@Nullable String amount, @Nullable String unit) {
        return amount == null && unit == null ? null : new Cost(amount, unit);
    }
}
