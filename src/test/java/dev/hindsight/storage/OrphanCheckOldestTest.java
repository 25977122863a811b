package dev.hindsight.storage;

import dev.hindsight.fixture.OldestPostgres;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

/** The same promises on the oldest PostgreSQL. */
@QuarkusTest
@TestProfile(OrphanCheckOldestTest.Alone.class)
class OrphanCheckOldestTest extends OrphanCheckTest {

    /** In a database of its own. */
    public static final class Alone extends OldestPostgres {}
}
