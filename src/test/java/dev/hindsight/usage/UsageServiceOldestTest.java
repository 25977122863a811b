package dev.hindsight.usage;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

/** The same promises on the oldest PostgreSQL. */
@QuarkusTest
@TestProfile(StorageResourceOldestTest.Alone.class)
class UsageServiceOldestTest extends UsageServiceTest {}
