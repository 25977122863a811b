package dev.hindsight.webhook;

import dev.hindsight.boot.StartupCheck;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.inject.Singleton;
import java.time.Duration;

/** How webhooks are sent to, and for how long what was sent is told. */
@ConfigMapping(prefix = "hindsight.webhook")
public interface WebhookConfig {

    /** Webhooks that a namespace may have. */
    @WithDefault("20")
    int maxWebhooks();

    /**
     * Whether addresses of private networks are sent to, this machine's own among them. Only where every
     * administrator of a namespace may reach whatever the service can.
     */
    @WithDefault("false")
    boolean allowPrivateAddresses();

    /** For so long an answer is waited for, with everything before it. */
    @WithDefault("PT15S")
    Duration timeout();

    /** How often an event is sent before it is given up. */
    @WithDefault("18")
    int attempts();

    /** After a first failure it is tried again within so long; after each further one, twice that. */
    @WithDefault("PT5S")
    Duration firstRetry();

    /** But within so long at the most. */
    @WithDefault("PT8H")
    Duration longestRetry();

    /** Requests to one webhook at once. */
    @WithDefault("8")
    int concurrency();

    /** Webhooks that a replica sends to at once. */
    @WithDefault("8")
    int lanes();

    /** Events that may wait for one webhook; later ones are lost, and it says so. */
    @WithDefault("100000")
    int maxWaiting();

    /** For so long what was delivered is listed. */
    @WithDefault("P7D")
    Duration keep();

    /** For so long what was given up is listed, and can be sent again. */
    @WithDefault("P30D")
    Duration keepDead();

    /** Stops the start on a number or a length of time out of range. */
    @Singleton
    final class Check implements StartupCheck {

        private static final long YEAR = Duration.ofDays(366).toSeconds();

        private final WebhookConfig config;

        Check(WebhookConfig config) {
            this.config = config;
        }

        @Override
        public void check() {
            StartupCheck.within("hindsight.webhook.max-webhooks", config.maxWebhooks(), 1, 1_000);
            StartupCheck.within("hindsight.webhook.attempts", config.attempts(), 1, 100);
            StartupCheck.within("hindsight.webhook.concurrency", config.concurrency(), 1, 100);
            StartupCheck.within("hindsight.webhook.lanes", config.lanes(), 1, 100);
            StartupCheck.within(
                    "hindsight.webhook.max-waiting", config.maxWaiting(), 1, 10_000_000);
            seconds("timeout", config.timeout(), 1, 300);
            seconds("first-retry", config.firstRetry(), 1, 3_600);
            seconds("longest-retry", config.longestRetry(), 1, YEAR);
            seconds("keep", config.keep(), 60, YEAR);
            seconds("keep-dead", config.keepDead(), 60, YEAR);
        }

        private static void seconds(String name, Duration value, long least, long most) {
            StartupCheck.within(
                    "seconds of hindsight.webhook." + name, value.toSeconds(), least, most);
        }
    }
}
