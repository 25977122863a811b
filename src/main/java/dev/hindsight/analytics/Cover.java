package dev.hindsight.analytics;

import dev.hindsight.fold.Grain;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What to read for a range of time: each moment of it is in one span or in one edge, and nothing else
 * is.
 *
 * @param spans cells of rolled-up statistics, ascending, of the largest grain that fits: none reaches
 *     over the bounds of the range, nor over those of a bucket of the axis
 * @param edges what is left at either end of the range since it is no whole quarter of an hour,
 *     ascending: at most two, of less than a quarter each, to be read from the executions themselves;
 *     for an axis of minutes one, which is all of it
 */
public record Cover(List<Span> spans, List<Edge> edges) {

    /** From fine to coarse, without the one that has no bounds. */
    private static final List<Grain> GRAINS = List.of(Grain.QUARTER, Grain.HOUR, Grain.DAY);

    public Cover {
        spans = List.copyOf(spans);
        edges = List.copyOf(edges);
    }

    /**
     * Cells of one grain, side by side.
     *
     * @param grain of each of them
     * @param start where the first of them begins; null: there is no first
     * @param end where the last of them ends, exclusive; null: there is no last
     */
    public record Span(Grain grain, @Nullable Instant start, @Nullable Instant end) {}

    /**
     * A piece of time.
     *
     * @param start inclusive
     * @param end exclusive
     */
    public record Edge(Instant start, Instant end) {}

    /** The same where some grains are not summed up, and the next finer ones are read instead. */
    public Cover without(Grain... missing) {
        Set<Grain> grains = Set.of(missing);
        return new Cover(
                spans.stream()
                        .map(
                                it ->
                                        grains.contains(it.grain())
                                                ? new Span(finer(it.grain()), it.start(), it.end())
                                                : it)
                        .toList(),
                edges);
    }

    private static Grain finer(Grain grain) {
        return grain == Grain.EVER ? Grain.DAY : Grain.QUARTER;
    }

    /**
     * What covers the buckets of an axis, as far as its range reaches.
     *
     * <p>Where hours and days begin at full hours of UTC, there are a few spans, however long the axis
     * is. Where days begin within one, as in India, there are two spans for each of them.
     */
    public static Cover of(TimeAxis axis) {
        if (axis.size() == 0) {
            return new Cover(List.of(), List.of());
        } else if (axis.bucket() == Bucket.MINUTE) {
            return new Cover(List.of(), List.of(new Edge(axis.from(), axis.to())));
        }
        return of(axis.from(), axis.to(), axis.starts());
    }

    /**
     * What covers a range that is not cut into buckets, by at most five spans.
     *
     * @param from inclusive; null: from the beginning
     * @param to exclusive; null: without an end; nothing is covered if it is not after {@code from}
     */
    public static Cover of(@Nullable Instant from, @Nullable Instant to) {
        if (from == null && to == null) {
            return new Cover(List.of(new Span(Grain.EVER, null, null)), List.of());
        } else if (from == null) {
            return before(to);
        } else if (to == null) {
            return since(from);
        }
        return of(from, to, List.of());
    }

    private static Cover before(Instant to) {
        Instant day = Grain.DAY.floor(to);
        Cover rest = of(day, to, List.of());
        List<Span> spans = new ArrayList<>(List.of(new Span(Grain.DAY, null, day)));
        spans.addAll(rest.spans());
        return new Cover(spans, rest.edges());
    }

    private static Cover since(Instant from) {
        Instant day = Grain.DAY.ceil(from);
        Cover rest = of(from, day, List.of());
        List<Span> spans = new ArrayList<>(rest.spans());
        spans.add(new Span(Grain.DAY, day, null));
        return new Cover(spans, rest.edges());
    }

    private static Cover of(Instant from, Instant to, List<Instant> bounds) {
        if (!from.isBefore(to)) {
            return new Cover(List.of(), List.of());
        }
        Instant first = Grain.QUARTER.ceil(from);
        Instant last = Grain.QUARTER.floor(to);
        if (first.isAfter(last)) {
            return new Cover(List.of(), List.of(new Edge(from, to)));
        }
        List<Edge> edges = new ArrayList<>();
        if (from.isBefore(first)) {
            edges.add(new Edge(from, first));
        }
        if (last.isBefore(to)) {
            edges.add(new Edge(last, to));
        }
        return new Cover(spans(first, last, bounds), edges);
    }

    /** The spans of some whole quarters, which may be none. */
    private static List<Span> spans(Instant first, Instant last, List<Instant> bounds) {
        List<Span> spans = new ArrayList<>();
        Instant place = first;
        for (Instant bound : bounds) {
            if (bound.isAfter(place) && bound.isBefore(last)) {
                fill(spans, place, bound, GRAINS.size() - 1);
                place = bound;
            }
        }
        fill(spans, place, last, GRAINS.size() - 1);
        return spans;
    }

    /** Fills some whole quarters with cells: as many of a grain as fit, and finer ones on either side. */
    private static void fill(List<Span> spans, Instant start, Instant end, int level) {
        if (!start.isBefore(end)) {
            return;
        }
        Grain grain = GRAINS.get(level);
        Instant first = grain.ceil(start);
        Instant last = grain.floor(end);
        if (first.isBefore(last)) {
            fill(spans, start, first, level - 1);
            append(spans, grain, first, last);
            fill(spans, last, end, level - 1);
        } else {
            fill(spans, start, end, level - 1);
        }
    }

    private static void append(List<Span> spans, Grain grain, Instant start, Instant end) {
        int last = spans.size() - 1;
        if (last >= 0 && spans.get(last).grain() == grain) {
            // Whatever is filled lies side by side.
            spans.set(last, new Span(grain, spans.get(last).start(), end));
        } else {
            spans.add(new Span(grain, start, end));
        }
    }
}
