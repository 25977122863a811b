package dev.hindsight.dashboard.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.NewestPostgres;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds of every screen. */
@QuarkusIntegrationTest
@TestProfile(NewestPostgres.class)
class ScreensUiIT extends BrowserTest {

    static Stream<Arguments> inBothThemes() {
        return Stream.of(Screen.values())
                .flatMap(
                        screen ->
                                Stream.of(
                                        Arguments.of(screen, ColorScheme.LIGHT),
                                        Arguments.of(screen, ColorScheme.DARK)));
    }

    @ParameterizedTest
    @MethodSource("inBothThemes")
    void screen_isForEverybody(Screen screen, ColorScheme scheme) {
        Visit visit = visit(Look.USUAL.in(scheme)).open(screen.path(Seed.withPredecessor()));
        screen.isThere(visit);

        // What is below the fold asks for what it shows when it comes into view.
        visit.page.setViewportSize(1280, 3000);
        PlaywrightAssertions.assertThat(visit.page.locator("main .skeleton")).hasCount(0);

        Axe.assertForEverybody(visit, "html");
        assertThat(visit.page.getByRole(AriaRole.HEADING, level(1)).count()).isEqualTo(1);
    }

    /**
     * What lies above a screen once it is asked for: by key, where what is still being loaded may move a
     * button from below the pointer.
     */
    enum Above {
        PALETTE("", visit -> visit.page.keyboard().press("Control+k"), "dialog"),
        KEYS("", visit -> visit.page.keyboard().press("?"), "dialog"),
        ZONES("", visit -> visit.page.getByTitle("Time zone of everything").click(), ".zones"),
        FILTER("", visit -> visit.page.getByLabel("Add a filter").selectOption("from"), ".popover"),
        PEEK("?sel=%s&peek=1", visit -> {}, ".peek .lines"),
        TABLE("", visit -> visit.button("As table").press("Enter"), "#strip-table"),
        POLICY("retention?new=1", visit -> {}, "dialog"),
        SWEEP("retention", visit -> visit.button("Sweep now…").press("Enter"), "dialog");

        private final String path;
        private final Consumer<Visit> ask;
        private final String what;

        Above(String path, Consumer<Visit> ask, String what) {
            this.path = path;
            this.ask = ask;
            this.what = what;
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatLiesAbove_isForEverybody(Above above) {
        String id = Api.get(Api.ext(Seed.failed(Api.fresh()))).text("/id");
        Visit visit = visit().open(above.path.formatted(id));
        PlaywrightAssertions.assertThat(visit.page.locator("h1")).isVisible();
        above.ask.accept(visit);
        PlaywrightAssertions.assertThat(visit.page.locator(above.what)).isVisible();

        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            visit.page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));

            Axe.assertForEverybody(visit, above.what);
        }
    }

    private static Page.GetByRoleOptions level(int level) {
        return new Page.GetByRoleOptions().setLevel(level);
    }

    /** From a telephone to the widest of desks, in one go. */
    @ParameterizedTest
    @EnumSource
    void screen_fitsEveryWidth(Screen screen) {
        Visit visit = visit(Look.USUAL.wide(360)).open(screen.path(Seed.withPredecessor()));
        screen.isThere(visit);

        for (int width : new int[] {360, 1280, 2560}) {
            visit.page.setViewportSize(width, 800);

            Object over =
                    visit.page.evaluate(
                            """
                            async () => {
                              for (let i = 0; i < 2; i++) await new Promise(requestAnimationFrame);
                              const { scrollWidth, clientWidth } = document.documentElement;
                              return scrollWidth - clientWidth;
                            }
                            """);

            assertThat(over).as("at %d", width).isEqualTo(0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void screen_needsNeitherColoursNorMotion(Screen screen) {
        Visit visit =
                visit(Look.USUAL.inForcedColours().still())
                        .open(screen.path(Seed.withPredecessor()));

        screen.isThere(visit);

        assertThat(
                        (Boolean)
                                visit.page.evaluate(
                                        "() => matchMedia('(forced-colors: active)').matches"
                                                + " && document.getAnimations().every((it) => it.effect.getTiming().duration === 0)"))
                .as("nothing moves, and the colours are the system's")
                .isTrue();
    }
}
