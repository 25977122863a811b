package dev.hindsight.dashboard.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.NewestPostgres;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.zone.ZoneOffsetTransition;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Times are those of the browser's zone, whichever it is, on both sides of a change of the clocks. */
@QuarkusIntegrationTest
@TestProfile(NewestPostgres.class)
class ZonesUiIT extends BrowserTest {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "America/New_York", "Asia/Kathmandu"})
    void times_areThoseOfTheZone(String zone) {
        Instant change = lastChange();
        Instant before = change.minusSeconds(1800);
        Instant after = change.plusSeconds(1800);
        String workflow = Api.fresh();
        String early = at(workflow, before);
        String late = at(workflow, after);

        Visit visit = visit(Look.USUAL.at(zone)).open("?workflow=" + workflow);

        for (var run : new Run[] {new Run(early, before), new Run(late, after)}) {
            ZonedDateTime told = run.start.atZone(ZoneId.of(zone));
            // Browsers know some zones by names of their own: what counts is how far they are from
            // UTC.
            assertThat(visit.row(run.id).getByTitle(TIME.format(told) + " "))
                    .hasAttribute(
                            "title", Pattern.compile("\\(GMT" + offset(told.getOffset()) + "\\)"));
            assertThat(visit.row(run.id)).containsText(TIME.format(told).substring(11));
        }
        assertThat(visit.page.getByTitle("Time zone of everything"))
                .containsText(
                        Pattern.compile(
                                offset(ZoneId.of(zone).getRules().getOffset(Instant.now()))));
    }

    /** As browsers write it, in a pattern: {@code -4}, {@code [+]5:45}. */
    private static String offset(ZoneOffset offset) {
        int minutes = offset.getTotalSeconds() / 60;
        String rest = minutes % 60 == 0 ? "" : ":%02d".formatted(Math.abs(minutes % 60));
        return "%+d%s".formatted(minutes / 60, rest).replace("+", "[+]");
    }

    private record Run(String id, Instant start) {}

    private static String at(String workflow, Instant start) {
        return Seed.runAt(Api.fresh(), workflow, start).end("success", 1000, "").sent();
    }

    /** When clocks in New York were last put forward or back, not long before the data is dropped. */
    private static Instant lastChange() {
        ZoneOffsetTransition transition =
                ZoneId.of("America/New_York").getRules().previousTransition(Instant.now());
        return transition.getInstant().isAfter(Instant.now().minus(Duration.ofDays(300)))
                ? transition.getInstant()
                : Instant.now().minus(Duration.ofDays(1));
    }
}
