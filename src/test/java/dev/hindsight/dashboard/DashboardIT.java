package dev.hindsight.dashboard;

import dev.hindsight.fixture.NewestPostgres;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;

/** The same of what is shipped, whose files lie elsewhere. */
@QuarkusIntegrationTest
@TestProfile(NewestPostgres.class)
class DashboardIT extends DashboardTest {}
