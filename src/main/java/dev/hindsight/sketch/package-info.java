/**
 * Sketches: what is known of the durations of many executions when they themselves are gone.
 *
 * <p>A {@link dev.hindsight.sketch.Sketch} is a histogram after DDSketch (Masson, Rim and Lee,
 * "DDSketch: a fast and fully-mergeable quantile sketch with relative-error guarantees", PVLDB 12(12),
 * 2019): the bounds of its buckets grow by the same factor, so that any value of a bucket stands for
 * all of them within 1 %. Counts simply add up: those of quarters of an hour to those of a day, those
 * of replicas to one. {@link dev.hindsight.sketch.Quantiles} reads percentiles from any number of
 * them.
 *
 * <p>What always holds: a sketch depends on the durations that it counts alone, not on the order in
 * which they came, nor on the replica that counted them; and a duration can be taken back, after which
 * the sketch is as if it had never been counted. A late report corrects what was rolled up by taking
 * back the old value and adding the new one.
 *
 * <p>The sketches of com.datadoghq:sketches-java, which the authors of DDSketch keep, do neither: their
 * stores count in floating point and cannot subtract. Of its mapping little would be left to use, and
 * that little takes logarithms with {@code Math.log}, whose last digit may differ between processors
 * and between a JVM and a native image, so that one replica could look for a value in the bucket beside
 * the one where another counted it. Our bounds are whole milliseconds, computed in decimal arithmetic,
 * which is exact everywhere. The tests hold both against each other.
 */
@NullMarked
package dev.hindsight.sketch;

import org.jspecify.annotations.NullMarked;
