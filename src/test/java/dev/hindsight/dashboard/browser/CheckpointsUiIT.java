package dev.hindsight.dashboard.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.NewestPostgres;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What an engine kept of a run: told where somebody asks, and not before. */
@QuarkusIntegrationTest
@TestProfile(NewestPostgres.class)
class CheckpointsUiIT extends BrowserTest {

    private static final Pattern KEPT =
            Pattern.compile("/(?:storage|artifacts|snapshots|tree|state)(?:[/?]|$)");

    private static String withAll() {
        String id = Seed.failed(Api.fresh());
        Api.put(
                Api.ext(id) + "/artifacts",
                "{'fetch': {'orders': [1, 2, 12345678901234567890]},"
                        + " 'charge': {'a/receipt': {'amount': 4711}, 'nothing': null}}");
        Api.put(Api.ext(id) + "/tree", "{'root': {'children': ['fetch', 'charge']}}");
        Api.put(Api.ext(id) + "/state/pending", "[4, 5, 'queued']");
        sendBytes("POST", Api.ext(id) + "/snapshots", "not {json".getBytes(UTF_8));
        sendBytes("POST", Api.ext(id) + "/snapshots", new byte[] {1, (byte) 0xff, 3});
        return id;
    }

    private static void sendBytes(String method, String path, byte[] bytes) {
        assertThat(
                        Api.send(method, path, bytes, "Content-Type", "application/octet-stream")
                                .status())
                .isEqualTo(201);
    }

    private static long asked(Visit visit) {
        return visit.requests().stream().filter(it -> KEPT.matcher(it.url()).find()).count();
    }

    private static Locator tab(Visit visit) {
        return button(visit, "artifacts");
    }

    private static Locator button(Visit visit, String name) {
        return visit.inspector()
                .getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName(name).setExact(true));
    }

    @Test
    void artifacts_areThoseOfTheStep_thenOfTheRun() {
        Visit visit = visit().open("executions/ext:" + withAll());
        assertThat(visit.page).hasURL(Pattern.compile("step=charge"));
        assertThat(tab(visit)).isVisible();
        assertThat(asked(visit)).as("requests nobody asked for").isZero();

        tab(visit).click();
        button(visit, "a/receipt").click();
        assertThat(visit.inspector()).containsText("4711");
        assertThat(visit.inspector()).not().containsText("orders");
        visit.page.keyboard().press("Escape");

        assertThat(button(visit, "orders")).isVisible();
        for (String section : List.of("Artifacts", "Snapshots", "Engine state")) {
            assertThat(visit.inspector().getByLabel(section, exactly())).isVisible();
        }
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            visit.page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            Axe.assertForEverybody(visit, ".inspector");
        }
    }

    private static Locator.GetByLabelOptions exactly() {
        return new Locator.GetByLabelOptions().setExact(true);
    }

    @Test
    void file_isWhatWasStored() throws IOException {
        String id = withAll();
        Visit visit = visit().open("executions/ext:" + id + "?tab=artifacts&step=fetch");

        Download file = visit.page.waitForDownload(() -> button(visit, "Download orders").click());

        assertThat(Files.readString(file.path()).replace(" ", ""))
                .isEqualTo("[1,2,12345678901234567890]");
        assertThat(file.suggestedFilename()).isEqualTo("orders.json");
    }

    @Test
    void bytes_areShownAsWhatTheyAre() {
        Visit visit =
                visit().expecting("status of 404")
                        .open("executions/ext:" + withAll() + "?tab=artifacts&view=steps");
        assertThat(visit.page).hasURL(Pattern.compile("step=charge"));
        visit.page.keyboard().press("Escape");
        Locator snapshots = visit.inspector().getByLabel("Snapshots", exactly());
        Locator rows = snapshots.locator("button[aria-expanded]");
        assertThat(rows).hasCount(2);

        rows.first().click();
        assertThat(snapshots).containsText("No text");
        rows.last().click();
        assertThat(snapshots.locator("pre")).hasText("not {json");
        button(visit, "tree").click();
        assertThat(visit.inspector()).containsText("children");
        // One state is there, and only the service knows which.
        button(visit, "active or pending").click();
        assertThat(visit.inspector()).containsText("queued");
    }

    @Test
    void nothing_isToldOfNothing() {
        String id = Seed.completed(Api.fresh(), "order-flow", Duration.ofMinutes(1));
        Visit visit = visit().open("executions/ext:" + id);

        tab(visit).click();

        assertThat(visit.inspector()).containsText("The engine kept nothing.");
        assertThat(visit.inspector().locator("h3")).hasCount(0);
        assertThat(asked(visit)).as("what it takes, and nothing else").isEqualTo(1);
    }
}
