package dev.hindsight.partition;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Instant;
import java.util.UUID;

/** UUIDs of version 7 (RFC 9562, section 5.7): 48 bits of Unix milliseconds, then random ones. */
public final class Uuid7 {

    private Uuid7() {}

    /** A new id of this moment; ids of one process grow, also within a millisecond. */
    public static UUID mint() {
        return UuidCreator.getTimeOrderedEpochPlus1();
    }

    /** Whether an id is of version 7. */
    public static boolean is(UUID id) {
        return id.version() == 7 && id.variant() == 2;
    }

    /** The moment an id was minted. */
    public static Instant timeOf(UUID id) {
        return Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);
    }

    /** The least UUID of a moment: the inclusive lower bound of its ids. */
    public static UUID floor(Instant moment) {
        return new UUID(moment.toEpochMilli() << 16, 0);
    }
}
