package dev.hindsight.dashboard.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.options.AriaRole;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.NewestPostgres;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A run that retention removed. */
@QuarkusIntegrationTest
@TestProfile(NewestPostgres.class)
class GoneUiIT extends BrowserTest {

    @Test
    void removedRun_saysWhenAndByWhichPolicy() {
        String workflow = Api.fresh();
        String id = Seed.completed(Api.fresh(), workflow, Duration.ofDays(3));
        String own = Api.get(Api.ext(id)).text("/id");
        String policy = "short-" + workflow.substring(2, 10);
        Api.put(
                "/api/v1/retention/policies/" + policy,
                "{'workflowId': '%s', 'maxAge': 'P1D'}".formatted(workflow));
        Api.post("/api/v1/retention/runs?wait=true", "{}");

        Visit visit = visit().expecting("status of 410").open("executions/" + own);

        assertThat(visit.page.getByRole(AriaRole.ALERT)).containsText("This execution was removed");
        assertThat(visit.page.getByRole(AriaRole.ALERT)).containsText(policy);
    }
}
