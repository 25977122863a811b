package dev.hindsight.dashboard.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.LoadState;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** The screens there are: a new one is a line here. */
enum Screen {
    HOME(
            id -> "",
            visit -> {
                assertThat(visit.rows().first()).isVisible();
                visit.live();
                // The numbers come behind the rows.
                assertThat(
                                visit.page.getByRole(
                                        AriaRole.GROUP,
                                        new Page.GetByRoleOptions()
                                                .setName("Status")
                                                .setExact(true)))
                        .containsText(Pattern.compile("\\d"));
            }),
    RUN(id -> "executions/" + id, visit -> assertThat(visit.steps().first()).isVisible()),
    GRAPH(id -> "executions/" + id + "?view=graph", Screen::whole),
    STEPS(
            id -> "executions/" + id + "?view=steps",
            visit -> assertThat(visit.page.getByText("charge").first()).isVisible()),
    LOGS(
            id -> "executions/" + id + "/logs",
            visit -> assertThat(visit.page.getByText("charging the card")).isVisible()),
    COMPARE(
            id -> "compare?a=" + id + "&b=last-success",
            visit -> assertThat(visit.page.getByText("charge").first()).isVisible()),
    ANALYTICS(
            id -> "analytics",
            visit -> {
                for (int panel = 0; panel < 2; panel++) {
                    assertThat(visit.page.locator("section.panel canvas").nth(panel)).isVisible();
                }
            }),
    RETENTION(id -> "retention", Screen::whole),
    HELP(id -> "help", Screen::whole),
    NOWHERE(id -> "nowhere", Screen::whole);

    private final UnaryOperator<String> path;
    private final Consumer<Visit> isThere;

    Screen(UnaryOperator<String> path, Consumer<Visit> isThere) {
        this.path = path;
        this.isThere = isThere;
    }

    /** Where it is, below {@code /ui/}, for a failed run with this id. */
    String path(String id) {
        return path.apply(id);
    }

    /** Waits until it shows what it has. */
    void isThere(Visit visit) {
        isThere.accept(visit);
    }

    /** It has a title, and nothing is still to come. */
    private static void whole(Visit visit) {
        assertThat(visit.page.getByRole(AriaRole.HEADING).first()).isVisible();
        visit.page.waitForLoadState(LoadState.NETWORKIDLE);
        assertThat(visit.page.locator("main .skeleton")).hasCount(0);
    }
}
