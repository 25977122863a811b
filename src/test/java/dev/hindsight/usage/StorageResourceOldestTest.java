package dev.hindsight.usage;

import dev.hindsight.fixture.OldestPostgres;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;

/** The same promises on the oldest PostgreSQL. */
@QuarkusTest
@TestProfile(StorageResourceOldestTest.Alone.class)
class StorageResourceOldestTest extends StorageResourceTest {

    /** In a database of its own. */
    public static final class Alone extends StorageResourceTest.Alone {
        @Override
        public List<TestResourceEntry> testResources() {
            return new OldestPostgres().testResources();
        }
    }
}
