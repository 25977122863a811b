package dev.hindsight.outcome;

import org.jspecify.annotations.Nullable;

/**
 * Why an execution or a step failed; its stack trace is a payload.
 *
 * @param message what happened
 * @param type its class, as the engine names it
 * @param code the engine's code for it
 */
public record RecordedError(
        @Nullable String message, @Nullable String type, @Nullable String code) {

    /** The error of a row; {@code null} if all of it is absent. */
    public static @Nullable RecordedError of(
            @Nullable String message, @Nullable String type, @Nullable String code) {
        return message == null && type == null && code == null
                ? null
                : new RecordedError(message, type, code);
    }
}
