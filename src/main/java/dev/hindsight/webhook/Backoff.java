package dev.hindsight.webhook;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How long to wait after failures: any time up to a bound that doubles with each, so that those who failed
 * together do not come back together.
 */
@Singleton
public class Backoff {

    /** A webhook that does not answer is looked after as often, however long that lasts. */
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    private static final Duration LEAST = Duration.ofSeconds(1);
    private static final int MOST_DOUBLINGS = 40;

    private final WebhookConfig config;

    Backoff(WebhookConfig config) {
        this.config = config;
    }

    /**
     * After so many attempts at one event.
     *
     * @param wanted by the receiver, which is heeded within bounds
     */
    public Duration ofEvent(int attempts, @Nullable Duration wanted) {
        return within(attempts, config.longestRetry(), wanted);
    }

    /** After so many batches in which nothing could be delivered to a webhook. */
    public Duration ofWebhook(int failures, @Nullable Duration wanted) {
        Duration longest = config.longestRetry();
        return within(
                failures, LONGEST_PAUSE.compareTo(longest) < 0 ? LONGEST_PAUSE : longest, wanted);
    }

    private Duration within(int failures, Duration longest, @Nullable Duration wanted) {
        Duration own =
                wait(
                        failures,
                        config.firstRetry(),
                        longest,
                        bound -> ThreadLocalRandom.current().nextLong(bound + 1));
        if (wanted == null || wanted.compareTo(own) < 0) {
            return own;
        }
        return wanted.compareTo(config.longestRetry()) < 0 ? wanted : config.longestRetry();
    }

    /**
     * At least a second.
     *
     * @param chosen a number from 0 to another, both inclusive
     */
    static Duration wait(int failures, Duration first, Duration longest, LongUnaryOperator chosen) {
        double bound =
                (double) first.toMillis() * Math.pow(2, Math.min(failures - 1, MOST_DOUBLINGS));
        long millis = (long) Math.min(bound, (double) longest.toMillis());
        Duration wait = Duration.ofMillis(chosen.applyAsLong(millis));
        return wait.compareTo(LEAST) < 0 ? LEAST : wait;
    }
}
