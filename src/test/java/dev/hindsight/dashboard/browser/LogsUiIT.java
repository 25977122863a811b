package dev.hindsight.dashboard.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.NewestPostgres;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Lines of an execution: all of them, from the first to those that come while one looks. */
@QuarkusIntegrationTest
@TestProfile(NewestPostgres.class)
class LogsUiIT extends BrowserTest {

    private static final int LINES = 3_000;

    private static String running() {
        String id = Api.fresh();
        Api.report(id, "");
        for (int first = 0; first < LINES; first += 500) {
            log(id, first, first + 500);
        }
        return id;
    }

    private static void log(String id, int from, int to) {
        String lines =
                IntStream.range(from, to)
                        .mapToObj(
                                i ->
                                        "{'sequence': %d, 'level': '%s', 'message': 'part %d of many%s'}"
                                                .formatted(
                                                        i,
                                                        i % 100 == 7 ? "error" : "info",
                                                        i,
                                                        i == 1_234 ? " with a needle" : ""))
                        .collect(Collectors.joining(",", "[", "]"));
        assertThat(Api.post(Api.ext(id) + "/logs", lines).status()).isEqualTo(200);
    }

    private static Locator lines(Visit visit) {
        return visit.page.getByRole(
                AriaRole.GRID, new Page.GetByRoleOptions().setName("Log lines"));
    }

    private static Locator line(Visit visit, String text) {
        return lines(visit)
                .getByRole(AriaRole.ROW)
                .filter(new Locator.FilterOptions().setHasText(text));
    }

    @Test
    void tail_thatIsOpenedInMidRun_hasTheFirstLineToo() {
        String id = running();
        Visit visit = visit().open("executions/ext:" + id + "/logs").live();
        assertThat(line(visit, "part 2999 of")).isVisible();

        log(id, LINES, LINES + 5);

        assertThat(line(visit, "part 3004 of")).isVisible();
        lines(visit).evaluate("it => { it.scrollTop = 0; }");
        assertThat(line(visit, "part 0 of")).isVisible();
        log(id, LINES + 5, LINES + 6);
        assertThat(line(visit, "part 0 of")).isVisible();
    }

    @Test
    void search_findsALineThatIsNotOnTheScreen() {
        Visit visit = visit().open("executions/ext:" + running() + "/logs").live();
        assertThat(line(visit, "part 2999 of")).isVisible();

        visit.page.keyboard().press("/");
        visit.page.keyboard().type("needle");
        visit.page.keyboard().press("Enter");

        assertThat(line(visit, "part 1234 of many with a needle")).isVisible();
        assertThat(visit.page.locator("mark")).hasText("needle");
    }

    @Test
    void link_leadsToItsLine() {
        Visit visit = visit().open("executions/ext:" + running() + "/logs#L777");

        assertThat(line(visit, "part 777 of")).isVisible();
    }

    @Test
    void levels_leaveOutTheOthers() {
        Visit visit = visit().open("executions/ext:" + running() + "/logs?level=error");

        assertThat(line(visit, "part 2907 of")).isVisible();
        assertThat(line(visit, "part 2906 of")).hasCount(0);
    }

    @Test
    void failingStepsLines_areReachedByKeys() {
        String id = Seed.failed(Api.fresh());
        Visit visit = visit().open("?external=" + id);
        assertThat(visit.row(id)).isVisible();

        visit.page.keyboard().press("j");
        visit.page.keyboard().press("Enter");
        assertThat(visit.page).hasURL(Pattern.compile("step=charge"));
        visit.page.keyboard().press("4");

        assertThat(visit.page).hasURL(Pattern.compile("/logs"));
        assertThat(lines(visit)).isVisible();
    }
}
