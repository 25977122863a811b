package dev.hindsight.dashboard.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.hindsight.access.Key;
import dev.hindsight.access.KeysProfile;
import dev.hindsight.fixture.Api;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A service that wants keys asks for one, and shows nothing before. */
@QuarkusIntegrationTest
@TestProfile(KeysProfile.class)
class KeyUiIT extends BrowserTest {

    @ParameterizedTest
    @ValueSource(strings = {"/ui/", "/ui/compare"})
    void page_takesNoKey(String path) {
        assertThat(Api.get(path).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"viewer, 0", "writer, 1"})
    void runningAgain_isOfferedToWhoMay(String role, int offers) {
        String namespace = Api.fresh().replace('_', '-');
        String id = Api.fresh();
        Key.of(namespace, "writer")
                .post(Api.EXECUTIONS, "{'externalId': '%s', 'workflowId': 'w'}".formatted(id));
        Visit visit = visit().expecting("WebSocket");
        visit.page.addInitScript(
                "sessionStorage.setItem('hindsight.key', '%s')"
                        .formatted(Key.of(namespace, role).token()));

        visit.open("executions/ext:" + id);

        assertThat(visit.page.getByText("No steps were reported")).isVisible();
        assertThat(visit.button("Run again")).hasCount(offers);
    }

    @Test
    void key_opensTheList() {
        String namespace = Api.fresh().replace('_', '-');
        Key writer = Key.of(namespace, "writer");
        String id = Api.fresh();
        writer.post(Api.EXECUTIONS, "{'externalId': '%s', 'workflowId': 'w'}".formatted(id));
        Visit visit = visit().expecting("status of 401|WebSocket").open("");
        assertThat(visit.page.getByRole(AriaRole.DIALOG)).containsText("asks for a key");
        assertThat(visit.rows()).hasCount(0);
        Axe.assertForEverybody(visit, "dialog");

        visit.page.getByLabel("API key").fill(Key.of(namespace, "viewer").token());
        visit.page
                .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Continue"))
                .click();

        assertThat(visit.row(id)).isVisible();
        assertThat(visit.page.getByRole(AriaRole.DIALOG)).hasCount(0);
    }
}
