package dev.hindsight.dashboard.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.WebSocketRoute;
import com.microsoft.playwright.options.AriaRole;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.NewestPostgres;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** One run: how it is reached, what it tells, and what it never does. */
@QuarkusIntegrationTest
@TestProfile(NewestPostgres.class)
class RunUiIT extends BrowserTest {

    @Test
    void failingStep_isThreeKeysAway() {
        String id = Seed.failed(Api.fresh());
        Visit visit = visit().open("?q=declined");
        assertThat(visit.row(id)).isVisible();

        visit.page.keyboard().press("j");
        visit.page.keyboard().press("Enter");
        // It opens where it failed.
        assertThat(visit.page).hasURL(Pattern.compile("step=charge"));
        assertThat(visit.inspector()).containsText("card was declined");
        visit.page.keyboard().press("i");

        assertThat(visit.inspector()).containsText("4711");
    }

    @Test
    void failingStep_isTwoClicksAway() {
        String id = Seed.failed(Api.fresh());
        Visit visit = visit().open("?q=declined");

        visit.row(id).getByRole(AriaRole.LINK).first().click();
        assertThat(visit.page).hasURL(Pattern.compile("step=charge"));
        visit.inspector()
                .getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName("input").setExact(true))
                .click();

        assertThat(visit.inspector()).containsText("4711");
        assertThat(visit.query()).contains("step=charge").contains("tab=input");
    }

    @Test
    void crash_saysWhy_andWhere() {
        String id = Api.fresh();
        Api.report(
                id,
                "'status': 'crashed', 'statusReason': 'No heartbeat for 3 s.', 'startedAt': 1000,"
                        + " 'completedAt': 9000, 'steps': [{'key': 'charge', 'nodeId': 'charge',"
                        + " 'status': 'running', 'startedAt': 2000}]");
        Visit visit = visit().open("executions/ext:" + id);

        assertThat(visit.page.locator(".went-wrong")).containsText("No heartbeat for 3 s.");
        assertThat(visit.page.locator(".went-wrong")).containsText("at charge");
        assertThat(visit.inspector()).containsText("No heartbeat for 3 s.");
        // It began a second after the run, and ended with it, not now.
        visit.open("executions/ext:" + id + "?view=steps");
        assertThat(visit.page.getByText("7.00 s").first()).isVisible();
    }

    @Test
    void tooltips_tellHowLongAgo() {
        Visit visit = visit().open("executions/ext:" + Seed.failed(Api.fresh()));
        Locator started = visit.page.locator("dd[title*='min ago']").first();
        Pattern whole = Pattern.compile("^\\d{4}-.* UTC \\(.*\\)\\n[56] min ago\\n\\d{4}-\\S+Z$");
        assertThat(started).hasAttribute("title", whole);

        // Drawn long ago, and not drawn again before somebody looks.
        started.evaluate("it => it.title = it.title.replace(/\\d+ min ago/, '1 min ago')");
        started.hover();

        assertThat(started).hasAttribute("title", whole);
    }

    @Test
    void hostileTexts_stayTexts() {
        String id = Seed.hostile(Api.fresh());
        Visit visit = visit().open("?q=alert");
        assertThat(visit.row("<script>").first()).isVisible();

        for (String view :
                new String[] {
                    "", "?view=steps", "?tab=input", "?tab=error", "?tab=raw", "?tab=logs"
                }) {
            visit.open("executions/ext:" + id + view);
            assertThat(visit.inspector()).containsText("<script>alert(1)");
            assertThat(visit.page.locator("#planted")).hasCount(0);
            assertThat(visit.page.locator("img[src=x]")).hasCount(0);
        }
    }

    @Test
    void unknownRun_saysSo() {
        Visit visit = visit().expecting("status of 404").open("executions/ext:" + Api.fresh());

        assertThat(visit.page.getByRole(AriaRole.ALERT)).containsText("404");
    }

    @Test
    void zoom_staysWithTheRun() {
        Visit visit = visit().open("executions/ext:" + Seed.failed(Api.fresh()));
        assertThat(visit.page).hasURL(Pattern.compile("step=charge"));

        for (String key : new String[] {"+", "+", "+", "Escape", "Escape"}) {
            visit.page.keyboard().press(key);
        }

        assertThat(visit.rows().first()).isVisible();
        visit.live();
        assertThat(visit.query()).doesNotContain("zoom");
    }

    /** A network that lets no WebSocket through, and then nothing at all. */
    @Test
    void steps_stayWhereTheServiceIsAway() {
        Visit visit = visit().expecting("WebSocket|ERR_FAILED");
        List<WebSocketRoute> sockets = new ArrayList<>();
        visit.page.routeWebSocket("**/api/v1/live", sockets::add);
        String id = Api.fresh();
        Api.report(id, "'steps': [{'key': 'first', 'nodeId': 'first', 'status': 'running'}]");
        visit.open("executions/ext:" + id);
        assertThat(visit.steps()).hasCount(1);
        visit.page.route("**/timeline", Route::abort);

        List<Request> failed = new ArrayList<>();
        visit.page.onRequestFailed(failed::add);

        for (int cut = 0; cut < 3; cut++) {
            int nth = cut;
            visit.page.waitForCondition(() -> sockets.size() > nth);
            sockets.get(cut).close(new WebSocketRoute.CloseOptions().setCode(1011));
        }
        visit.page.waitForCondition(() -> !failed.isEmpty());
        visit.page.evaluate(
                "async () => { for (let i = 0; i < 3; i++) await new Promise(requestAnimationFrame); }");

        assertThat(visit.steps()).hasCount(1);
        assertThat(visit.page.getByRole(AriaRole.ALERT)).hasCount(0);
    }

    @Test
    void runningRun_growsInPlace() {
        String id = Api.fresh();
        Api.report(id, "'steps': [{'key': 'first', 'nodeId': 'first', 'status': 'running'}]");
        Visit visit = visit().open("executions/ext:" + id).live();
        assertThat(visit.steps()).hasCount(1);

        Api.post(
                Api.ext(id) + "/steps",
                "[{'key': 'first', 'nodeId': 'first', 'status': 'success'}, {'key': 'second', 'nodeId': 'second', 'status': 'running'}]");
        assertThat(visit.steps()).hasCount(2);
        assertThat(visit.steps().first().getByLabel("completed").first()).isVisible();
        Api.patch(Api.ext(id), "{'status': 'success'}");

        assertThat(visit.page.getByRole(AriaRole.MAIN)).containsText("completed");
    }
}
