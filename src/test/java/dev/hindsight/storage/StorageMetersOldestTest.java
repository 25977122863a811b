package dev.hindsight.storage;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

/** The same promises on the oldest PostgreSQL. */
@QuarkusTest
@TestProfile(OrphanCheckOldestTest.Alone.class)
class StorageMetersOldestTest extends StorageMetersTest {}
