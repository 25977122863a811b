package dev.hindsight.systems;

import dev.hindsight.fixture.HeldClock;
import dev.hindsight.fixture.NewestPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** A service whose clock is put forward by months, with an archive, and Constellation's limit. */
public class TimeFlies extends NewestPostgres {

    /** Constellation's {@code maxValueSizeBytes}. */
    static final int MAX_VALUE_SIZE_BYTES = 10_240;

    @Override
    public Set<Class<?>> getEnabledAlternatives() {
        return Set.of(HeldClock.class);
    }

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> settings = new HashMap<>(super.getConfigOverrides());
        settings.put("hindsight.payload.max-string", String.valueOf(MAX_VALUE_SIZE_BYTES));
        try {
            settings.put("hindsight.archive.dir", Files.createTempDirectory("archive").toString());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return settings;
    }
}
