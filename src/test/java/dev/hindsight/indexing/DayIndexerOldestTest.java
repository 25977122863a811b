package dev.hindsight.indexing;

import dev.hindsight.fixture.OldestPostgres;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

/** The same promises on the oldest PostgreSQL. */
@QuarkusTest
@TestProfile(OldestPostgres.class)
class DayIndexerOldestTest extends DayIndexerTest {}
