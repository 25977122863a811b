package dev.hindsight.dashboard.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.NewestPostgres;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Two executions side by side: loops and retries stand beside each other. */
@QuarkusIntegrationTest
@TestProfile(NewestPostgres.class)
class CompareUiIT extends BrowserTest {

    /** Five rounds of a loop and a step that needed so many attempts; each has its own input. */
    private static String run(String workflow, int rounds, int attempts) {
        Seed seed = Seed.run(Api.fresh(), workflow, Duration.ofMinutes(2 + attempts));
        for (int i = 0; i < rounds; i++) {
            seed.step(
                    "each/" + i,
                    i * 100L,
                    i * 100L + 90,
                    "success",
                    "'nodeName': 'each order', 'iteration': %d".formatted(i));
        }
        for (int attempt = 1; attempt <= attempts; attempt++) {
            seed.step(
                    "charge",
                    1_000L * attempt,
                    1_000L * attempt + 400,
                    attempt < attempts ? "failed" : "success",
                    "'attempt': %d, 'input': {'amount': %d, 'currency': 'EUR'}"
                            .formatted(attempt, 40 + attempts));
        }
        return seed.end("success", 1_000L * attempts + 500, "").sent();
    }

    private static Locator row(Visit visit, String text) {
        return visit.page
                .getByRole(AriaRole.ROWGROUP)
                .getByRole(AriaRole.ROW)
                .filter(new Locator.FilterOptions().setHasText(text));
    }

    @Test
    void loopsAndRetries_standBesideEachOther() {
        String workflow = Api.fresh();
        String a = run(workflow, 5, 1);
        String b = run(workflow, 4, 3);

        Visit visit = visit().open("compare?a=ext:" + a + "&b=ext:" + b + "&all=1&sort=order");

        assertThat(row(visit, "each order")).hasCount(5);
        assertThat(row(visit, "#4").getByLabel("only in A")).hasCount(1);
        assertThat(row(visit, "charge")).containsText(Pattern.compile("1\\s*/\\s*3"));
        assertThat(row(visit, "charge")).containsText("+2");
    }

    @Test
    void chosenRow_tellsWhatDiffers_andSwapTurnsItRound() {
        String workflow = Api.fresh();
        String a = run(workflow, 2, 1);
        String b = run(workflow, 2, 2);
        Visit visit = visit().open("compare?a=ext:" + a + "&b=ext:" + b);

        row(visit, "charge").click();

        Locator detail = visit.page.getByLabel("What differs");
        assertThat(detail).containsText("amount");
        assertThat(detail).containsText("41");
        assertThat(detail).containsText("42");
        assertThat(detail).not().containsText("currency");
        visit.page.keyboard().press("s");
        assertThat(visit.page).hasURL(Pattern.compile("a=ext:" + b));
        assertThat(row(visit, "charge")).containsText(Pattern.compile("[-−]1"));
    }
}
