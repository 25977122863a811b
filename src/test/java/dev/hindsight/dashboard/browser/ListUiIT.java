package dev.hindsight.dashboard.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.NewestPostgres;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The list of executions, as it is filtered, scrolled, left and found again, while others arrive. */
@QuarkusIntegrationTest
@TestProfile(NewestPostgres.class)
class ListUiIT extends BrowserTest {

    /** As many as are more than a screen. */
    private static String sixty() {
        String workflow = Api.fresh();
        for (int i = 0; i < 60; i++) {
            Seed.completed("%s-%02d".formatted(workflow, i), workflow, Duration.ofMinutes(i + 1));
        }
        return workflow;
    }

    private static void scroll(Visit visit, int pixels) {
        scroller(visit).evaluate("(it, top) => { it.scrollTop = top; }", pixels);
    }

    private static int scrolled(Visit visit) {
        return ((Number) scroller(visit).evaluate("it => Math.round(it.scrollTop)")).intValue();
    }

    private static Locator scroller(Visit visit) {
        return visit.rows().first().locator("xpath=ancestor::*[@role='rowgroup']");
    }

    @Test
    void back_findsFilterAndScrollAgain() {
        String workflow = sixty();
        Visit visit = visit().open("?workflow=" + workflow);
        assertThat(visit.rows().first()).isVisible();
        scroll(visit, 640);
        Locator row = visit.row(workflow + "-30");
        assertThat(row).isVisible();
        Locator link = row.getByRole(AriaRole.LINK).first();
        // Brings it wholly in sight, as the click would do otherwise.
        link.hover();
        int before = scrolled(visit);
        link.click();
        assertThat(visit.steps().first()).isVisible();

        visit.page.goBack();

        assertThat(visit.row(workflow + "-30")).isVisible();
        assertThat(visit.query()).contains("workflow=" + workflow);
        assertThat(scrolled(visit)).isEqualTo(before);
    }

    @Test
    void rowsInSight_stayWhereTheyAre_whileOthersArriveAbove() {
        String workflow = sixty();
        Visit visit = visit().open("?workflow=" + workflow).live();
        scroll(visit, 320);
        Locator row = visit.row(workflow + "-15");
        assertThat(row).isVisible();
        BoundingBox before = row.boundingBox();

        for (int i = 0; i < 25; i++) {
            Seed.completed("new-%d-%s".formatted(i, workflow), workflow, Duration.ofMillis(i));
        }

        assertThat(visit.button("25 new")).isVisible();
        BoundingBox after = row.boundingBox();
        assertThat(after.y).isCloseTo(before.y, within(0.01));
        assertThat(after.x).isCloseTo(before.x, within(0.01));

        visit.button("25 new").click();

        assertThat(visit.button("25 new")).isHidden();
        scroll(visit, 0);
        assertThat(visit.row("new-24-" + workflow)).isVisible();
    }

    @Test
    void run_goesFromQueuedToSuccess_underOnesEyes() {
        String id = Api.fresh();
        String workflow = Api.fresh();
        Visit visit = visit().open("?workflow=" + workflow).live();

        Api.post(
                Api.EXECUTIONS,
                "{'externalId': '%s', 'workflowId': '%s', 'status': 'pending'}"
                        .formatted(id, workflow));
        assertThat(status(visit.row(id), "pending")).isVisible();
        Api.patch(Api.ext(id), "{'status': 'running'}");
        assertThat(status(visit.row(id), "running")).isVisible();
        Api.patch(Api.ext(id), "{'status': 'success'}");

        assertThat(status(visit.row(id), "completed")).isVisible();
        assertThat(visit.rows()).hasCount(1);
    }

    @Test
    void filter_isTakenAwayByItsChip() {
        String workflow = Api.fresh();
        Seed.completed(Api.fresh(), workflow, Duration.ofMinutes(1));
        Visit visit = visit().open("?status=failed&workflow=" + workflow);
        assertThat(visit.page.getByText("Nothing matches")).isVisible();

        visit.page
                .getByRole(AriaRole.BUTTON)
                .filter(new Locator.FilterOptions().setHasText(Pattern.compile("Status\\s+failed")))
                .last()
                .click();

        assertThat(visit.rows().first()).isVisible();
        assertThat(visit.query()).isEqualTo("workflow=" + workflow);
    }

    private static Locator status(Locator row, String word) {
        return row.getByTitle(Pattern.compile("^" + word));
    }
}
