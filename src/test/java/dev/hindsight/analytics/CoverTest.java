package dev.hindsight.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.analytics.Cover.Edge;
import dev.hindsight.analytics.Cover.Span;
import dev.hindsight.fold.Grain;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class CoverTest {

    /** The moment that such a text means, or no bound. */
    private static @Nullable Instant at(@Nullable String text) {
        return text == null ? null : Instant.parse(text + "Z");
    }

    private static Span span(Grain grain, @Nullable String start, @Nullable String end) {
        return new Span(grain, at(start), at(end));
    }

    private static Edge edge(String start, String end) {
        return new Edge(Instant.parse(start + "Z"), Instant.parse(end + "Z"));
    }

    private static Cover cover(@Nullable String from, @Nullable String to) {
        return Cover.of(at(from), at(to));
    }

    private static Cover cover(String from, String to, Bucket bucket, String zone) {
        return Cover.of(
                TimeAxis.of(
                        Instant.parse(from + "Z"),
                        Instant.parse(to + "Z"),
                        bucket,
                        ZoneId.of(zone)));
    }

    @Nested
    class Ranges {

        @Test
        void range_isCoveredByTheLargestCellsThatFit() {
            Cover cover = cover("2026-11-18T22:40:10", "2026-11-21T03:50:00");

            assertThat(cover.edges())
                    .containsExactly(
                            edge("2026-11-18T22:40:10", "2026-11-18T22:45:00"),
                            edge("2026-11-21T03:45:00", "2026-11-21T03:50:00"));
            assertThat(cover.spans())
                    .containsExactly(
                            span(Grain.QUARTER, "2026-11-18T22:45:00", "2026-11-18T23:00:00"),
                            span(Grain.HOUR, "2026-11-18T23:00:00", "2026-11-19T00:00:00"),
                            span(Grain.DAY, "2026-11-19T00:00:00", "2026-11-21T00:00:00"),
                            span(Grain.HOUR, "2026-11-21T00:00:00", "2026-11-21T03:00:00"),
                            span(Grain.QUARTER, "2026-11-21T03:00:00", "2026-11-21T03:45:00"));
        }

        @Test
        void range_ofWholeDaysIsOneSpan() {
            Cover cover = cover("2026-01-01T00:00:00", "2027-01-01T00:00:00");

            assertThat(cover.edges()).isEmpty();
            assertThat(cover.spans())
                    .containsExactly(span(Grain.DAY, "2026-01-01T00:00:00", "2027-01-01T00:00:00"));
        }

        @Test
        void range_withinAQuarterIsOneEdge() {
            Cover cover = cover("2026-11-18T22:46:00", "2026-11-18T22:50:00");

            assertThat(cover.spans()).isEmpty();
            assertThat(cover.edges())
                    .containsExactly(edge("2026-11-18T22:46:00", "2026-11-18T22:50:00"));
        }

        @Test
        void range_overOneBoundIsTwoEdges() {
            Cover cover = cover("2026-11-18T22:46:00", "2026-11-18T23:10:00");

            assertThat(cover.spans()).isEmpty();
            assertThat(cover.edges())
                    .containsExactly(
                            edge("2026-11-18T22:46:00", "2026-11-18T23:00:00"),
                            edge("2026-11-18T23:00:00", "2026-11-18T23:10:00"));
        }

        @Test
        void range_mayBeEmpty() {
            Cover nothing = new Cover(List.of(), List.of());

            assertThat(cover("2026-11-18T22:46:00", "2026-11-18T22:46:00")).isEqualTo(nothing);
            assertThat(cover("2026-11-18T22:47:00", "2026-11-18T22:46:00")).isEqualTo(nothing);
            assertThat(cover("2026-11-18T22:47:00", "2026-11-18T22:46:00", Bucket.HOUR, "UTC"))
                    .isEqualTo(nothing);
        }

        @Test
        void range_withoutBoundsIsOneCell() {
            Cover cover = cover(null, null);

            assertThat(cover.edges()).isEmpty();
            assertThat(cover.spans()).containsExactly(span(Grain.EVER, null, null));
        }

        @Test
        void range_withoutABeginningBeginsWithDays() {
            Cover cover = cover(null, "2026-11-21T03:50:00");

            assertThat(cover.edges())
                    .containsExactly(edge("2026-11-21T03:45:00", "2026-11-21T03:50:00"));
            assertThat(cover.spans())
                    .containsExactly(
                            span(Grain.DAY, null, "2026-11-21T00:00:00"),
                            span(Grain.HOUR, "2026-11-21T00:00:00", "2026-11-21T03:00:00"),
                            span(Grain.QUARTER, "2026-11-21T03:00:00", "2026-11-21T03:45:00"));
            assertThat(cover(null, "2026-11-21T00:00:00"))
                    .isEqualTo(
                            new Cover(
                                    List.of(span(Grain.DAY, null, "2026-11-21T00:00:00")),
                                    List.of()));
        }

        @Test
        void range_withoutAnEndEndsWithDays() {
            Cover cover = cover("2026-11-18T22:40:10", null);

            assertThat(cover.edges())
                    .containsExactly(edge("2026-11-18T22:40:10", "2026-11-18T22:45:00"));
            assertThat(cover.spans())
                    .containsExactly(
                            span(Grain.QUARTER, "2026-11-18T22:45:00", "2026-11-18T23:00:00"),
                            span(Grain.HOUR, "2026-11-18T23:00:00", "2026-11-19T00:00:00"),
                            span(Grain.DAY, "2026-11-19T00:00:00", null));
        }
    }

    @Nested
    class Buckets {

        @Test
        void days_ofUtcAreDays() {
            assertThat(
                            cover("2026-01-01T00:00:00", "2027-01-01T00:00:00", Bucket.DAY, "UTC")
                                    .spans())
                    .containsExactly(span(Grain.DAY, "2026-01-01T00:00:00", "2027-01-01T00:00:00"));
        }

        @Test
        void days_ofBerlinAreHours() {
            assertThat(
                            cover(
                                            "2026-01-01T00:00:00",
                                            "2026-12-31T22:00:00",
                                            Bucket.DAY,
                                            "Europe/Berlin")
                                    .spans())
                    .containsExactly(
                            span(Grain.HOUR, "2026-01-01T00:00:00", "2026-12-31T22:00:00"));
        }

        @Test
        void days_ofLondonAreDaysInWinterAndHoursInSummer() {
            assertThat(
                            cover(
                                            "2026-01-01T00:00:00",
                                            "2027-01-01T00:00:00",
                                            Bucket.DAY,
                                            "Europe/London")
                                    .spans())
                    .containsExactly(
                            span(Grain.DAY, "2026-01-01T00:00:00", "2026-03-29T00:00:00"),
                            span(Grain.HOUR, "2026-03-29T00:00:00", "2026-10-25T00:00:00"),
                            span(Grain.DAY, "2026-10-25T00:00:00", "2027-01-01T00:00:00"));
        }

        @Test
        void days_ofIndiaAreHoursButForTheOneInWhichTheyBegin() {
            assertThat(
                            cover(
                                            "2026-01-01T18:30:00",
                                            "2026-01-03T18:30:00",
                                            Bucket.DAY,
                                            "Asia/Kolkata")
                                    .spans())
                    .containsExactly(
                            span(Grain.QUARTER, "2026-01-01T18:30:00", "2026-01-01T19:00:00"),
                            span(Grain.HOUR, "2026-01-01T19:00:00", "2026-01-02T18:00:00"),
                            span(Grain.QUARTER, "2026-01-02T18:00:00", "2026-01-02T19:00:00"),
                            span(Grain.HOUR, "2026-01-02T19:00:00", "2026-01-03T18:00:00"),
                            span(Grain.QUARTER, "2026-01-03T18:00:00", "2026-01-03T18:30:00"));
        }

        @Test
        void hours_areHoursOrQuarters() {
            String from = "2026-01-01T00:00:00";
            String to = "2026-02-01T00:00:00";

            assertThat(cover(from, to, Bucket.HOUR, "Europe/Berlin").spans())
                    .containsExactly(span(Grain.HOUR, from, to));
            assertThat(cover(from, to, Bucket.HOUR, "Asia/Kolkata").spans())
                    .containsExactly(span(Grain.QUARTER, from, to));
        }

        @Test
        void minutes_areNotRolledUp() {
            String from = "2026-01-01T00:00:00";
            String to = "2026-01-01T10:00:00";

            assertThat(cover(from, to, Bucket.MINUTE, "UTC"))
                    .isEqualTo(new Cover(List.of(), List.of(edge(from, to))));
        }
    }

    @Nested
    class Properties {

        @Test
        void axes_areCoveredOnceAndBucketByBucket() {
            Random random = new Random(1);
            for (int i = 0; i < 1_000; i++) {
                TimeAxis axis = Axes.any(random, random.nextBoolean() ? Bucket.HOUR : Bucket.DAY);

                Cover cover = Cover.of(axis);

                List<Edge> cells = cells(cover);
                assertThat(whole(cells, axis.from(), axis.to())).as(axis.toString()).isTrue();
                assertThat(cells)
                        .allSatisfy(
                                cell ->
                                        assertThat(axis.indexOf(cell.end().minusNanos(1)))
                                                .isEqualTo(axis.indexOf(cell.start())));
                assertThat(cover.spans()).hasSizeLessThanOrEqualTo(2 * axis.size() + 8);
                assertThat(cover.edges()).hasSizeLessThanOrEqualTo(2);
            }
        }

        @Test
        void ranges_areCoveredOnceByFiveSpansAtMost() {
            Random random = new Random(2);
            for (int i = 0; i < 20_000; i++) {
                Instant from = Instant.ofEpochSecond(random.nextInt(), random.nextInt(2) * 1_000L);
                long length = (long) (1e7 * Math.pow(random.nextDouble(), 8));
                Instant to = from.plusSeconds(random.nextBoolean() ? length : length / 900 * 900);

                Cover cover = Cover.of(from, to);

                assertThat(whole(cells(cover), from, to)).as("%s to %s", from, to).isTrue();
                assertThat(cover.spans()).hasSizeLessThanOrEqualTo(5);
                assertThat(cover.edges()).hasSizeLessThanOrEqualTo(2);
            }
        }

        @Test
        void ranges_areFilledWithNoFinerCellsThanNeeded() {
            Random random = new Random(3);
            for (int i = 0; i < 2_000; i++) {
                Instant from = Instant.ofEpochSecond(random.nextInt(100_000_000));
                Instant to = from.plusSeconds(random.nextInt(400_000));

                for (Span span : Cover.of(from, to).spans()) {
                    if (span.grain() == Grain.DAY) {
                        continue;
                    }
                    Grain coarser = span.grain() == Grain.HOUR ? Grain.DAY : Grain.HOUR;
                    for (Edge cell : cells(span)) {
                        Instant start = coarser.floor(cell.start());
                        assertThat(
                                        start.isBefore(from)
                                                || start.plus(coarser.duration()).isAfter(to))
                                .isTrue();
                    }
                }
            }
        }

        /** Each cell and each edge, ascending. */
        private static List<Edge> cells(Cover cover) {
            List<Edge> cells = new ArrayList<>(cover.edges());
            cover.spans().forEach(span -> cells.addAll(cells(span)));
            cells.sort(Comparator.comparing(Edge::start));
            return cells;
        }

        private static List<Edge> cells(Span span) {
            List<Edge> cells = new ArrayList<>();
            for (Instant start = span.start();
                    start.isBefore(span.end());
                    start = start.plus(span.grain().duration())) {
                assertThat(span.grain().floor(start)).isEqualTo(start);
                cells.add(new Edge(start, start.plus(span.grain().duration())));
            }
            assertThat(cells.get(cells.size() - 1).end()).isEqualTo(span.end());
            return cells;
        }

        /** Whether the pieces lie side by side from a moment to another. */
        private static boolean whole(List<Edge> pieces, Instant from, Instant to) {
            Instant place = from;
            for (Edge piece : pieces) {
                if (!piece.start().equals(place) || !piece.end().isAfter(place)) {
                    return false;
                }
                place = piece.end();
            }
            return place.equals(to);
        }
    }
}
