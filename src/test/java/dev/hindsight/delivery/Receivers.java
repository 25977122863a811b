package dev.hindsight.delivery;

import dev.hindsight.fixture.HeldClock;
import dev.hindsight.fixture.NewestPostgres;
import dev.hindsight.fixture.OldestPostgres;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The application that sends to receivers of this machine, by a clock that stands. */
public class Receivers extends NewestPostgres {

    private static final Map<String, String> SETTINGS =
            Map.of(
                    "hindsight.webhook.allow-private-addresses", "true",
                    "hindsight.webhook.attempts", "5",
                    "hindsight.webhook.timeout", "PT5S",
                    "hindsight.webhook.max-waiting", "400",
                    "hindsight.webhook.concurrency", "4");

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> settings = new HashMap<>(super.getConfigOverrides());
        settings.putAll(SETTINGS);
        return settings;
    }

    @Override
    public Set<Class<?>> getEnabledAlternatives() {
        return Set.of(HeldClock.class);
    }

    /** The same on the oldest PostgreSQL. */
    public static class Oldest extends OldestPostgres {

        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> settings = new HashMap<>(super.getConfigOverrides());
            settings.putAll(SETTINGS);
            return settings;
        }

        @Override
        public Set<Class<?>> getEnabledAlternatives() {
            return Set.of(HeldClock.class);
        }
    }
}
