package dev.hindsight.change;

import dev.hindsight.fixture.OldestPostgres;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusTest
@TestProfile(OldestPostgres.class)
class FeedOldestTest extends FeedTest {}
