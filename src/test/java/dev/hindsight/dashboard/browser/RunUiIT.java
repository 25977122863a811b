package dev.hindsight.dashboard.browser;

import dev.hindsight.fixture.Bundled;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;

/** The same of what is shipped. */
@QuarkusIntegrationTest
@TestProfile(Bundled.class)
class RunUiIT extends RunUiTest {}
