package dev.hindsight.dashboard.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.hindsight.fixture.NewestPostgres;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
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

        List<Rule> violations = new AxeBuilder(visit.page).analyze().getViolations();

        assertThat(violations)
                .extracting(
                        rule ->
                                rule.getId()
                                        + " "
                                        + rule.getNodes().stream()
                                                .map(
                                                        node ->
                                                                node.getHtml()
                                                                        + " "
                                                                        + node.getFailureSummary())
                                                .limit(3)
                                                .toList())
                .isEmpty();
        assertThat(visit.page.getByRole(AriaRole.HEADING, level(1)).count()).isEqualTo(1);
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
