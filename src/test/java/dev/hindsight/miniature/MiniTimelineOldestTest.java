package dev.hindsight.miniature;

import dev.hindsight.fixture.OldestPostgres;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;

/** The same promises on the oldest PostgreSQL. */
@QuarkusTest
@TestProfile(MiniTimelineOldestTest.Oldest.class)
class MiniTimelineOldestTest extends MiniTimelineTest {

    /** The same on the oldest. */
    public static final class Oldest extends MiniTimelineTest.Held {
        @Override
        public List<TestResourceEntry> testResources() {
            return new OldestPostgres().testResources();
        }
    }
}
