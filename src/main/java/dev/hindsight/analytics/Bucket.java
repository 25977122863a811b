package dev.hindsight.analytics;

import java.util.Locale;

/** Into what time is cut, as the clocks of a zone show it. */
public enum Bucket {
    MINUTE,
    HOUR,
    /** As long as the zone makes it: 23 hours to 25, as a rule. */
    DAY;

    /** The word on the wire. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
