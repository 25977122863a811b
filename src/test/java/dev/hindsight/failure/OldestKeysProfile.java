package dev.hindsight.failure;

import dev.hindsight.access.KeysProfile;
import dev.hindsight.fixture.OldestPostgres;
import java.util.List;

/** The application where every caller needs a key, on the oldest PostgreSQL. */
public class OldestKeysProfile extends KeysProfile {

    @Override
    public List<TestResourceEntry> testResources() {
        return new OldestPostgres().testResources();
    }
}
