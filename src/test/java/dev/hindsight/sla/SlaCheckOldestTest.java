package dev.hindsight.sla;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

/** The same promises on the oldest PostgreSQL. */
@QuarkusTest
@TestProfile(SlaCheckTest.OldestHeld.class)
class SlaCheckOldestTest extends SlaCheckTest {}
