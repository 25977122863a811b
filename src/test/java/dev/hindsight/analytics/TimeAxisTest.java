package dev.hindsight.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import dev.hindsight.problem.Violation;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeAxisTest {

    private static TimeAxis axis(String from, String to, Bucket bucket, String zone) {
        return TimeAxis.of(Instant.parse(from), Instant.parse(to), bucket, ZoneId.of(zone));
    }

    /** The starts and the end, without the seconds that are all 0. */
    private static List<String> bounds(TimeAxis axis) {
        return Stream.concat(axis.starts().stream(), Stream.of(axis.end()))
                .map(Instant::toString)
                .map(text -> text.replace(":00Z", "Z"))
                .toList();
    }

    @Nested
    class Hours {

        @Test
        void hours_shownTwiceAreTwoBuckets() {
            assertThat(
                            bounds(
                                    axis(
                                            "2026-10-24T23:10:00Z",
                                            "2026-10-25T02:00:01Z",
                                            Bucket.HOUR,
                                            "Europe/Berlin")))
                    .containsExactly(
                            "2026-10-24T23:00Z", // 01:00 +02:00
                            "2026-10-25T00:00Z", // 02:00 +02:00
                            "2026-10-25T01:00Z", // 02:00 +01:00
                            "2026-10-25T02:00Z", // 03:00 +01:00
                            "2026-10-25T03:00Z");
        }

        @Test
        void hours_thatAreSkippedAreNone() {
            assertThat(
                            bounds(
                                    axis(
                                            "2026-03-29T00:00:00Z",
                                            "2026-03-29T02:00:00Z",
                                            Bucket.HOUR,
                                            "Europe/Berlin")))
                    .containsExactly(
                            "2026-03-29T00:00Z", // 01:00 +01:00
                            "2026-03-29T01:00Z", // 03:00 +02:00
                            "2026-03-29T02:00Z");
        }

        @Test
        void hours_areHalvedWhereClocksMoveByHalfAnHour() {
            assertThat(
                            bounds(
                                    axis(
                                            "2026-04-04T14:00:00Z",
                                            "2026-04-04T17:00:00Z",
                                            Bucket.HOUR,
                                            "Australia/Lord_Howe")))
                    .containsExactly(
                            "2026-04-04T14:00Z", // 01:00 +11:00
                            "2026-04-04T15:00Z", // 01:30 +10:30
                            "2026-04-04T15:30Z", // 02:00 +10:30
                            "2026-04-04T16:30Z",
                            "2026-04-04T17:30Z");
            assertThat(
                            bounds(
                                    axis(
                                            "2026-10-03T15:00:00Z",
                                            "2026-10-03T17:00:00Z",
                                            Bucket.HOUR,
                                            "Australia/Lord_Howe")))
                    .containsExactly(
                            "2026-10-03T14:30Z", // 01:00 +10:30
                            "2026-10-03T15:30Z", // 02:30 +11:00
                            "2026-10-03T16:00Z", // 03:00 +11:00
                            "2026-10-03T17:00Z");
        }

        @Test
        void firstHour_beginsAtTheChangeOfTheClocks() {
            assertThat(
                            axis(
                                            "2026-04-04T15:10:00Z",
                                            "2026-04-04T15:20:00Z",
                                            Bucket.HOUR,
                                            "Australia/Lord_Howe")
                                    .starts())
                    .containsExactly(Instant.parse("2026-04-04T15:00:00Z"));
            assertThat(
                            axis(
                                            "2026-04-04T15:00:00Z",
                                            "2026-04-04T15:20:00Z",
                                            Bucket.HOUR,
                                            "Australia/Lord_Howe")
                                    .starts())
                    .containsExactly(Instant.parse("2026-04-04T15:00:00Z"));
        }

        @ParameterizedTest
        @CsvSource({
            "UTC,               2026-07-01T10:00:00Z",
            "Asia/Kolkata,      2026-07-01T10:30:00Z",
            "Asia/Kathmandu,    2026-07-01T10:15:00Z",
            "Australia/Eucla,   2026-07-01T10:15:00Z",
            "America/St_Johns,  2026-07-01T10:30:00Z",
            "Pacific/Chatham,   2026-07-01T10:15:00Z",
            "+05:45,            2026-07-01T10:15:00Z"
        })
        void hours_beginAsTheClocksShow(String zone, Instant expected) {
            TimeAxis axis = axis("2026-07-01T10:44:00Z", "2026-07-01T12:50:00Z", Bucket.HOUR, zone);

            assertThat(axis.starts())
                    .startsWith(expected, expected.plus(1, ChronoUnit.HOURS))
                    .hasSize(3);
        }
    }

    @Nested
    class Days {

        @ParameterizedTest
        @CsvSource({
            "UTC,                 2026-03-29, 2026-03-29T00:00:00Z, 24",
            "Europe/Berlin,       2026-03-29, 2026-03-28T23:00:00Z, 23",
            "Europe/Berlin,       2026-10-25, 2026-10-24T22:00:00Z, 25",
            "Asia/Kathmandu,      2026-10-25, 2026-10-24T18:15:00Z, 24",
            "Asia/Kolkata,        2026-10-25, 2026-10-24T18:30:00Z, 24",
            "Australia/Eucla,     2026-10-25, 2026-10-24T15:15:00Z, 24",
            "Pacific/Chatham,     2026-09-27, 2026-09-26T11:15:00Z, 23",
            "Pacific/Chatham,     2026-04-05, 2026-04-04T10:15:00Z, 25",
            "America/St_Johns,    2026-11-01, 2026-11-01T02:30:00Z, 25",
            // The clocks skip midnight.
            "America/Sao_Paulo,   2018-11-04, 2018-11-04T03:00:00Z, 23",
            "Asia/Beirut,         2018-03-25, 2018-03-24T22:00:00Z, 23",
            // Midnight would be shown twice, but that the first is still the day before.
            "America/Sao_Paulo,   2018-02-17, 2018-02-17T02:00:00Z, 25",
            // The clocks of the last hour are put back over midnight: from 00:01 to 23:01.
            "America/St_Johns,    2010-11-07, 2010-11-07T02:30:00Z, 25",
            "America/St_Johns,    2010-11-06, 2010-11-06T02:30:00Z, 24",
            // The day before the one that was skipped, and the one behind it.
            "Pacific/Apia,        2011-12-29, 2011-12-29T10:00:00Z, 24",
            "Pacific/Apia,        2011-12-31, 2011-12-30T10:00:00Z, 24"
        })
        void days_areAsLongAsTheClocksMakeThem(
                String zone, LocalDate date, Instant expected, int hours) {
            Instant noon = date.atTime(12, 0).atZone(ZoneId.of(zone)).toInstant();

            TimeAxis axis = TimeAxis.of(noon, noon.plusSeconds(1), Bucket.DAY, ZoneId.of(zone));

            assertThat(axis.starts()).containsExactly(expected);
            assertThat(Duration.between(expected, axis.end())).isEqualTo(Duration.ofHours(hours));
        }

        @Test
        void days_lieSideBySide() {
            assertThat(
                            bounds(
                                    axis(
                                            "2018-11-03T12:00:00Z",
                                            "2018-11-05T12:00:00Z",
                                            Bucket.DAY,
                                            "America/Sao_Paulo")))
                    .containsExactly(
                            "2018-11-03T03:00Z", // 00:00 -03:00
                            "2018-11-04T03:00Z", // 01:00 -02:00
                            "2018-11-05T02:00Z", // 00:00 -02:00
                            "2018-11-06T02:00Z");
            assertThat(
                            bounds(
                                    axis(
                                            "2011-12-29T12:00:00Z",
                                            "2011-12-31T12:00:00Z",
                                            Bucket.DAY,
                                            "Pacific/Apia")))
                    .containsExactly(
                            "2011-12-29T10:00Z", // the 29th, -10:00
                            "2011-12-30T10:00Z", // the 31st, +14:00
                            "2011-12-31T10:00Z",
                            "2012-01-01T10:00Z");
        }

        /** 23:01 to 00:00 of the 6th is shown twice; the second time the 7th has begun. */
        @Test
        void day_keepsWhatIsShownOfTheDayBeforeAfterItBegan() {
            Instant twice = Instant.parse("2010-11-07T03:00:00Z");
            ZoneId zone = ZoneId.of("America/St_Johns");
            assertThat(twice.atZone(zone).toLocalDate()).isEqualTo("2010-11-06");

            TimeAxis axis = TimeAxis.of(twice, twice.plusSeconds(1), Bucket.DAY, zone);

            assertThat(axis.starts()).containsExactly(Instant.parse("2010-11-07T02:30:00Z"));
        }

        @ParameterizedTest
        @CsvSource({"2025, 365", "2028, 366"})
        void year_hasItsDays(int year, int days) {
            for (String zone : Axes.ZONES) {
                Instant from = LocalDate.of(year, 1, 1).atStartOfDay(ZoneId.of(zone)).toInstant();
                Instant to = LocalDate.of(year + 1, 1, 1).atStartOfDay(ZoneId.of(zone)).toInstant();

                TimeAxis axis = TimeAxis.of(from, to, Bucket.DAY, ZoneId.of(zone));

                assertThat(axis.size()).isEqualTo(days);
                assertThat(axis.end()).isEqualTo(to);
            }
        }
    }

    @Nested
    class Minutes {

        @Test
        void minutes_areThoseOfUtcInAllZonesOfToday() {
            assertThat(
                            bounds(
                                    axis(
                                            "2026-10-25T00:58:30Z",
                                            "2026-10-25T01:01:00Z",
                                            Bucket.MINUTE,
                                            "Europe/Berlin")))
                    .containsExactly(
                            "2026-10-25T00:58Z",
                            "2026-10-25T00:59Z",
                            "2026-10-25T01:00Z",
                            "2026-10-25T01:01Z");
        }

        @Test
        void minutes_areThoseThatOldClocksShowed() {
            TimeAxis axis =
                    axis(
                            "1930-01-01T00:00:00Z",
                            "1930-01-01T00:01:00Z",
                            Bucket.MINUTE,
                            "+00:19:32");

            assertThat(axis.starts())
                    .containsExactly(
                            Instant.parse("1929-12-31T23:59:28Z"),
                            Instant.parse("1930-01-01T00:00:28Z"));
        }
    }

    @Nested
    class Limits {

        @ParameterizedTest
        @EnumSource
        void buckets_are2000AtMost(Bucket bucket) {
            Instant from = Instant.parse("2020-01-01T00:00:00Z");
            Duration most =
                    switch (bucket) {
                        case MINUTE -> Duration.ofMinutes(2_000);
                        case HOUR -> Duration.ofHours(2_000);
                        case DAY -> Duration.ofDays(2_000);
                    };

            assertThat(TimeAxis.of(from, from.plus(most), bucket, ZoneOffset.UTC).size())
                    .isEqualTo(2_000);
            assertThatThrownBy(
                            () ->
                                    TimeAxis.of(
                                            from,
                                            from.plus(most).plusNanos(1_000),
                                            bucket,
                                            ZoneOffset.UTC))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            problem -> {
                                assertThat(problem.type()).isEqualTo(ProblemType.INVALID_REQUEST);
                                assertThat(problem.detail())
                                        .isEqualTo(
                                                "There would be more than 2,000 buckets: ask for a"
                                                        + " larger bucket, or for less time between"
                                                        + " from and to.");
                                assertThat(problem.violations())
                                        .extracting(Violation::pointer)
                                        .containsExactly("bucket");
                            });
        }

        @Test
        void buckets_areNotCountedBeforeTheyAreTooMany() {
            assertThatThrownBy(
                            () ->
                                    axis(
                                            "0001-01-01T00:00:00Z",
                                            "9999-12-31T00:00:00Z",
                                            Bucket.DAY,
                                            "UTC"))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("2,000");
        }

        @ParameterizedTest
        @CsvSource({
            "+00:07,           2026-01-01T00:00:00Z",
            "-03:44:40,        2026-01-01T00:00:00Z",
            "Asia/Kolkata,     1890-01-01T00:00:00Z",
            "Africa/Monrovia,  1971-06-01T00:00:00Z"
        })
        void zones_keepToQuartersOfAnHour(String zone, Instant from) {
            for (Bucket bucket : List.of(Bucket.HOUR, Bucket.DAY)) {
                assertThatThrownBy(
                                () ->
                                        TimeAxis.of(
                                                from, from.plusSeconds(1), bucket, ZoneId.of(zone)))
                        .isInstanceOfSatisfying(
                                ProblemException.class,
                                problem -> {
                                    assertThat(problem.type())
                                            .isEqualTo(ProblemType.INVALID_REQUEST);
                                    assertThat(problem.violations())
                                            .extracting(Violation::pointer)
                                            .containsExactly("zone");
                                });
            }
            assertThat(
                            TimeAxis.of(from, from.plusSeconds(1), Bucket.MINUTE, ZoneId.of(zone))
                                    .size())
                    .isEqualTo(1);
        }

        /** At 00:01, of all times: hours that no statistics tell, while days do not care. */
        @Test
        void zones_changeTheirClocksAtQuartersOfAnHour() {
            String from = "2010-11-07T02:00:00Z";
            String to = "2010-11-07T04:00:00Z";

            assertThatThrownBy(() -> axis(from, to, Bucket.HOUR, "America/St_Johns"))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("2010-11-07T02:31:00Z");
            assertThat(axis(from, to, Bucket.DAY, "America/St_Johns").size()).isEqualTo(2);
        }

        @ParameterizedTest
        @ValueSource(strings = {"2026-01-01T00:10:00Z", "2026-01-01T00:00:00Z"})
        void range_mayBeEmpty(String from) {
            TimeAxis axis = axis(from, "2026-01-01T00:00:00Z", Bucket.HOUR, "UTC");

            assertThat(axis.size()).isZero();
            assertThat(axis.indexOf(Instant.parse(from))).isEqualTo(-1);
        }
    }
}
