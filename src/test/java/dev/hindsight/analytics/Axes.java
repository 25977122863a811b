package dev.hindsight.analytics;

import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;

/** Axes to try. */
final class Axes {

    private Axes() {}

    /** Zones of every kind of offset, and of every kind of change. */
    static final List<String> ZONES =
            List.of(
                    "UTC",
                    "Europe/Berlin",
                    "Europe/London",
                    "America/New_York",
                    "America/St_Johns",
                    "America/Sao_Paulo",
                    "Asia/Kolkata",
                    "Asia/Kathmandu",
                    "Asia/Beirut",
                    "Australia/Eucla",
                    "Australia/Lord_Howe",
                    "Pacific/Apia",
                    "Pacific/Chatham",
                    "Africa/Casablanca",
                    "America/Caracas",
                    "Asia/Pyongyang");

    /** An axis over a time at random, of a zone at random, since 2012. */
    static TimeAxis any(Random random, Bucket bucket) {
        Instant from =
                Instant.parse("2012-01-01T00:00:00Z")
                        .plus(random.nextInt(15 * 365 * 24 * 60), ChronoUnit.MINUTES);
        long most = bucket == Bucket.DAY ? 400 * 86_400 : 60 * 86_400;
        Instant to = from.plusSeconds(1 + (long) (most * Math.pow(random.nextDouble(), 3)));
        if (random.nextBoolean()) {
            from = from.plusNanos(random.nextInt(1_000_000_000));
        }
        return TimeAxis.of(from, to, bucket, ZoneId.of(ZONES.get(random.nextInt(ZONES.size()))));
    }
}
