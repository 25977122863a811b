package dev.hindsight.dashboard;

import dev.hindsight.fixture.Bundled;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;

/** The same of what is shipped, whose files lie elsewhere. */
@QuarkusIntegrationTest
@TestProfile(Bundled.class)
class DashboardIT extends DashboardTest {}
