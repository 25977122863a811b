package dev.hindsight.failure;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

/** The same promises on the oldest PostgreSQL. */
@QuarkusTest
@TestProfile(OldestKeysProfile.class)
class FailureGroupsOldestTest extends FailureGroupsTest {}
