package dev.hindsight.delivery;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

/** The same promises on the oldest PostgreSQL. */
@QuarkusTest
@TestProfile(Receivers.Oldest.class)
class SendingOldestTest extends SendingTest {}
