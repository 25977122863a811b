package dev.hindsight.importer;

import dev.hindsight.fixture.OldestPostgres;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusTest
@TestProfile(OldestPostgres.class)
class TranscriptImportOldestTest extends TranscriptImportTest {}
