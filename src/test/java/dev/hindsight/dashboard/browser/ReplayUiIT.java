package dev.hindsight.dashboard.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.NewestPostgres;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A run is asked for again from its page, by somebody who was told what that means. */
@QuarkusIntegrationTest
@TestProfile(NewestPostgres.class)
class ReplayUiIT extends BrowserTest {

    private static Locator offer(Visit visit) {
        return visit.page.locator("button[popovertarget=again]").first();
    }

    private static Locator question(Visit visit) {
        return visit.page.getByRole(
                AriaRole.DIALOG, new Page.GetByRoleOptions().setName("Run again"));
    }

    @Test
    void runAgain_leadsToTheNewExecution() {
        String id = Seed.failed(Api.fresh());
        Visit visit = visit().open("executions/ext:" + id);
        assertThat(visit.page).hasURL(Pattern.compile("step=charge"));

        offer(visit).press("Enter");
        assertThat(question(visit)).containsText("attempt 2");
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            visit.page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            Axe.assertForEverybody(visit, ".run-title");
        }
        assertThat(replaysOf(id)).as("what was only asked").isEmpty();
        visit.page.keyboard().press("Enter");

        assertThat(visit.page).hasURL(Pattern.compile("/executions/[0-9a-f-]{36}$"));
        assertThat(visit.page.locator(".run-title .badge")).hasText("pending");
        assertThat(question(visit)).hasCount(0);
        String begun = visit.page.url().replaceAll(".*/", "");
        assertThat(replaysOf(id)).containsExactly(begun);
    }

    private static List<String> replaysOf(String id) {
        String original = Api.get(Api.ext(id)).text("/id");
        Answer found = Api.get(Api.EXECUTIONS + "?replayOf=" + original);
        return found.at("/items").findValuesAsText("id");
    }

    @Test
    void refusal_isToldWhereItWasAsked() {
        Visit visit =
                visit().expecting("status of 409")
                        .open("executions/ext:" + Seed.failed(Api.fresh()));
        visit.page.route(
                "**/replay",
                route ->
                        route.fulfill(
                                new Route.FulfillOptions()
                                        .setStatus(409)
                                        .setContentType("application/problem+json")
                                        .setBody(
                                                "{\"title\": \"Conflict\", \"detail\": \"It is deleted.\"}")));

        offer(visit).click();
        question(visit).getByText("Run again").click();

        assertThat(question(visit).getByRole(AriaRole.ALERT)).containsText("It is deleted.");
        visit.page.keyboard().press("Escape");
        assertThat(question(visit)).isHidden();
        assertThat(visit.page).hasURL(Pattern.compile("step=charge"));
    }

    @Test
    void runWhoseInputIsNotWhole_isNotRunAgain() {
        String id = Api.fresh();
        Api.report(id, "'status': 'success', 'input': {'password': 'hidden'}");
        Visit visit = visit().open("executions/ext:" + id);

        assertThat(offer(visit)).isDisabled();
        assertThat(offer(visit)).hasAttribute("title", Pattern.compile("masked or cut"));
    }
}
