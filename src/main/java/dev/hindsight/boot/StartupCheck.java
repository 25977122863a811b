package dev.hindsight.boot;

import dev.hindsight.problem.StartFailure;

/**
 * What a feature has to say about its settings. All checks are made at the start, before anything is
 * done; one warns in the log of what is legal but unwise, and fails where the service must not run.
 *
 * <p>Implemented by beans of the features; whoever implements it is called.
 */
public interface StartupCheck {

    /**
     * Looks at the settings. Does not block.
     *
     * @throws StartFailure if the service must not start with them
     */
    void check();

    /**
     * Fails if a setting lies outside its documented range, both bounds inclusive.
     *
     * @throws StartFailure naming the setting and its range
     */
    static void within(String setting, long value, long min, long max) {
        if (value < min || value > max) {
            throw new StartFailure(
                    "%s must be between %d and %d, not %d".formatted(setting, min, max, value));
        }
    }
}
