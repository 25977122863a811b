package dev.hindsight.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds of every axis, tried with some at random. */
class TimeAxisPropertyTest {

    @Test
    void hours_changeWithTheHourOrTheOffsetThatClocksShow() {
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            TimeAxis axis = Axes.any(random, Bucket.HOUR);
            for (Instant start : axis.starts()) {
                var shown = start.atZone(axis.zone());
                var before = start.minusNanos(1).atZone(axis.zone());

                assertThat(shown.getMinute() == 0 || !shown.getOffset().equals(before.getOffset()))
                        .as("%s in %s", start, axis.zone())
                        .isTrue();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Bucket.class,
            names = {"HOUR", "DAY"})
    void buckets_holdQuartersThatShowTheSame(Bucket bucket) {
        Random random = new Random(2);
        for (int i = 0; i < 200; i++) {
            TimeAxis axis = Axes.any(random, bucket);
            List<Instant> bounds = new ArrayList<>(axis.starts());
            bounds.add(axis.end());
            for (int j = 0; j < axis.size(); j++) {
                Instant start = bounds.get(j);
                Instant last = bounds.get(j + 1).minusNanos(1);

                assertThat(start).isBefore(last);
                assertThat(start.getEpochSecond() % 900).isZero();
                var first = start.atZone(axis.zone());
                if (bucket == Bucket.HOUR) {
                    assertThat(last.atZone(axis.zone()).truncatedTo(ChronoUnit.HOURS))
                            .isEqualTo(first.truncatedTo(ChronoUnit.HOURS));
                } else {
                    assertThat(last.atZone(axis.zone()).toLocalDate())
                            .isEqualTo(first.toLocalDate());
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Bucket.class,
            names = {"HOUR", "DAY"})
    void indexOf_findsTheBucketOfEveryMoment(Bucket bucket) {
        Random random = new Random(3);
        for (int i = 0; i < 200; i++) {
            TimeAxis axis = Axes.any(random, bucket);
            assertThat(axis.indexOf(axis.from())).isZero();
            assertThat(axis.indexOf(axis.to().minusNanos(1))).isEqualTo(axis.size() - 1);
            assertThat(axis.indexOf(axis.starts().get(0).minusNanos(1))).isEqualTo(-1);
            assertThat(axis.indexOf(axis.end())).isEqualTo(-1);
            for (int j = 1; j < axis.size(); j++) {
                Instant start = axis.starts().get(j);

                assertThat(axis.indexOf(start)).isEqualTo(j);
                assertThat(axis.indexOf(start.minusNanos(1))).isEqualTo(j - 1);
            }
        }
    }
}
