package dev.hindsight;

import dev.hindsight.fixture.OldestPostgres;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusTest
@TestProfile(OldestPostgres.class)
class SqlOldestTest extends SqlTest {}
