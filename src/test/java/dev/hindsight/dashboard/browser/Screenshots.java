package dev.hindsight.dashboard.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.LoadState;
import com.microsoft.playwright.options.ScreenshotAnimations;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.NewestPostgres;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Takes pictures of every screen, light and dark, for whom they are shown to:
 * {@code mvn verify -Dit.test=Screenshots -Dui.screenshots=src/site/screenshots}.
 */
@QuarkusIntegrationTest
@TestProfile(Screenshots.Alone.class)
@EnabledIfSystemProperty(named = "ui.screenshots", matches = ".+")
class Screenshots extends BrowserTest {

    /** With nothing in it but what is to be seen. */
    public static final class Alone extends NewestPostgres {}

    private static final int MOST_BYTES = 200 * 1024;

    @Test
    void screens_areTaken() throws IOException {
        Path folder = Files.createDirectories(Path.of(System.getProperty("ui.screenshots")));
        String id = history();

        for (Screen screen : Screen.values()) {
            for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                Visit visit = visit(Look.USUAL.in(scheme).still()).open(screen.path(id));
                screen.isThere(visit);
                visit.page.waitForLoadState(LoadState.NETWORKIDLE);
                Path file =
                        folder.resolve(
                                "%s-%s.png".formatted(screen, scheme).toLowerCase(Locale.ROOT));

                visit.page.screenshot(
                        new Page.ScreenshotOptions()
                                .setPath(file)
                                .setAnimations(ScreenshotAnimations.DISABLED));

                assertThat(Files.size(file)).as(file.toString()).isLessThanOrEqualTo(MOST_BYTES);
            }
        }
    }

    /** Two days of several workflows, and a run that failed just now. */
    private static String history() {
        RandomGenerator chance = RandomGenerator.of("L64X128MixRandom");
        for (String workflow :
                List.of("order-flow", "nightly-etl", "invoice-mail", "image-resize")) {
            for (int i = 0; i < 60; i++) {
                boolean fails = chance.nextInt(12) == 0;
                long length = 500L + chance.nextLong(20_000);
                Seed.run(
                                "%s-%03d".formatted(workflow, i),
                                workflow,
                                Duration.ofMinutes(10 + i * 47L))
                        .step("fetch", 0, length / 3, "success", "")
                        .step("work", length / 3, length, fails ? "failed" : "success", "")
                        .end(
                                fails ? "failed" : "success",
                                length,
                                fails
                                        ? "'error': {'type': 'Timeout', 'message': 'no answer within 5 s'}"
                                        : "")
                        .sent();
            }
        }
        return "ext:" + Seed.failed("order-" + Api.fresh().substring(2, 8));
    }
}
