package dev.hindsight.dashboard.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.AriaRole;
import dev.hindsight.access.Key;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.TokenIssuer;
import dev.hindsight.oidc.OidcProfile;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Whoever has no key signs in with the provider, and comes back to where they were. */
@QuarkusIntegrationTest
@TestProfile(OidcProfile.class)
class SignInUiIT extends BrowserTest {

    /** The page goes to the provider, and to nobody else. */
    private static final String TRIP =
            "status of 401|WebSocket|" + Pattern.quote(TokenIssuer.shared().host() + "/authorize");

    @Test
    void signingIn_opensWhatWasAskedFor() {
        String id = Api.fresh();
        Key.ADMIN.post(Api.EXECUTIONS, "{'externalId': '%s', 'workflowId': '%1$s'}".formatted(id));
        Visit visit = visit().expecting(TRIP).open("?workflow=" + id);
        assertThat(visit.page.getByRole(AriaRole.DIALOG)).containsText("asks who you are");
        Axe.assertForEverybody(visit, "dialog");

        visit.button("Sign in").click();

        assertThat(visit.row(id)).isVisible();
        assertThat(visit.page.getByRole(AriaRole.DIALOG)).hasCount(0);
        assertThat(visit.query()).isEqualTo("workflow=" + id);
        assertThat(visit.page.url()).doesNotContain("code=");

        visit.page.reload();
        assertThat(visit.row(id)).isVisible();

        visit.page.keyboard().press("Control+k");
        visit.page.keyboard().type("Sign out");
        visit.page.keyboard().press("Enter");
        assertThat(visit.page.getByRole(AriaRole.DIALOG)).containsText("asks who you are");
    }

    @Test
    void codeOfAnotherPage_signsNobodyIn() {
        Visit visit = visit().expecting(TRIP).open("sign-in?code=planted&state=planted");

        // The list behind the dialog may tell by then that it wants a key, an alert of its own.
        assertThat(visit.page.getByRole(AriaRole.DIALOG).getByRole(AriaRole.ALERT))
                .containsText("was not begun in this tab");
        assertThat(visit.page.url()).doesNotContain("planted");
    }
}
