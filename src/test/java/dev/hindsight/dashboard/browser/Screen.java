package dev.hindsight.dashboard.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.options.AriaRole;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** The screens there are: a new one is a line here. */
enum Screen {
    HOME(id -> "", visit -> assertThat(visit.rows().first()).isVisible()),
    RUN(id -> "executions/" + id, visit -> assertThat(visit.steps().first()).isVisible()),
    STEPS(
            id -> "executions/" + id + "?view=steps",
            visit -> assertThat(visit.page.getByText("charge").first()).isVisible()),
    LOGS(id -> "executions/" + id + "/logs", Screen::titled),
    COMPARE(id -> "compare?a=" + id + "&b=last-success", Screen::titled),
    ANALYTICS(id -> "analytics", Screen::titled),
    RETENTION(id -> "retention", Screen::titled),
    HELP(id -> "help", Screen::titled),
    NOWHERE(id -> "nowhere", Screen::titled);

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

    private static void titled(Visit visit) {
        assertThat(visit.page.getByRole(AriaRole.HEADING).first()).isVisible();
    }
}
