package dev.hindsight.comparison;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hindsight.comparison.ComparisonStore.Sides;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tells the steps of one comparison, batch by batch, in their order. One for each comparison. */
final class StepsTold {

    /** Most changes of one step. */
    static final int MAX_CHANGES = 200;

    /** Most changes of the executions and all their steps together. */
    static final int MAX_ALL_CHANGES = 10_000;

    /** Steps that are looked at by one statement. */
    private static final int BATCH = 250;

    /** About how many bytes of payloads are fetched at once, unless those of one step are more. */
    private static final long FETCHED_BYTES = 2 * 1024 * 1024L;

    private final ComparisonStore store;
    private final Sides sides;
    private int told;
    private boolean isTruncated;
    private boolean isFirst = true;

    /**
     * None told yet.
     *
     * @param told how many changes of the executions were
     * @param isTruncated whether there are more
     */
    StepsTold(ComparisonStore store, Sides sides, int told, boolean isTruncated) {
        this.store = store;
        this.sides = sides;
        this.told = told;
        this.isTruncated = isTruncated;
    }

    /** The elements of the array of steps. */
    Multi<byte[]> pieces(List<Pair> pairs) {
        List<List<Pair>> batches = new ArrayList<>();
        for (int i = 0; i < pairs.size(); i += BATCH) {
            batches.add(pairs.subList(i, Math.min(pairs.size(), i + BATCH)));
        }
        return Multi.createFrom()
                .iterable(batches)
                .onItem()
                .transformToMultiAndConcatenate(this::batch);
    }

    /** What closes the array of steps, and the answer. */
    byte[] end() {
        return (isTruncated ? "],\"truncated\":true}" : "]}").getBytes(UTF_8);
    }

    private Multi<byte[]> batch(List<Pair> pairs) {
        List<Pair> matched = pairs.stream().filter(Pair::isMatched).toList();
        if (matched.isEmpty()) {
            return Uni.createFrom().item(() -> piece(pairs, Map.of(), List.of())).toMulti();
        }
        return store.differing(sides, matched)
                .onItem()
                .transformToMulti(
                        differences ->
                                Multi.createFrom().iterable(groups(pairs, matched, differences)))
                .onItem()
                .transformToUniAndConcatenate(this::piece);
    }

    /** Some steps that are told at once. */
    private record Group(
            List<Pair> pairs, List<Pair> matched, Map<Pair, StepDifference> differing) {}

    /** Groups whose payloads are fetched at once. */
    private static List<Group> groups(
            List<Pair> pairs, List<Pair> matched, List<StepDifference> differences) {
        Map<Pair, StepDifference> byPair = new HashMap<>();
        differences.forEach(it -> byPair.put(matched.get(it.pair()), it));
        List<Group> groups = new ArrayList<>();
        int start = 0;
        long bytes = 0;
        for (int i = 0; i < pairs.size(); i++) {
            StepDifference difference = byPair.get(pairs.get(i));
            long more = difference == null ? 0 : difference.bytes();
            if (bytes > 0 && bytes + more > FETCHED_BYTES) {
                groups.add(new Group(pairs.subList(start, i), matched, byPair));
                start = i;
                bytes = 0;
            }
            bytes += more;
        }
        groups.add(new Group(pairs.subList(start, pairs.size()), matched, byPair));
        return groups;
    }

    private Uni<byte[]> piece(Group group) {
        List<StepDifference> differences =
                group.pairs().stream()
                        .filter(group.differing()::containsKey)
                        .map(group.differing()::get)
                        .toList();
        // Where nothing more can be told, nothing more is fetched.
        Uni<List<Difference>> payloads =
                told >= MAX_ALL_CHANGES
                        ? Uni.createFrom().item(List.of())
                        : store.payloads(sides, group.matched(), differences);
        return payloads.map(found -> piece(group.pairs(), group.differing(), found));
    }

    private byte[] piece(
            List<Pair> pairs, Map<Pair, StepDifference> differing, List<Difference> payloads) {
        Map<Integer, List<Difference>> byPair = new HashMap<>();
        payloads.forEach(it -> byPair.computeIfAbsent(it.pair(), any -> new ArrayList<>()).add(it));
        StringBuilder json = new StringBuilder();
        for (Pair pair : pairs) {
            json.append(isFirst ? "" : ",");
            isFirst = false;
            StepDifference difference = differing.get(pair);
            ChangesJson.write(
                    json,
                    pair,
                    difference == null
                            ? new Changes(0)
                            : changes(
                                    difference, byPair.getOrDefault(difference.pair(), List.of())));
        }
        return json.toString().getBytes(UTF_8);
    }

    private Changes changes(StepDifference difference, List<Difference> payloads) {
        int room = MAX_ALL_CHANGES - told;
        Changes changes = new Changes(Math.min(MAX_CHANGES, room));
        difference.tell(changes);
        payloads.forEach(changes::payload);
        if (room == 0) {
            changes.truncate();
        }
        isTruncated |= room < MAX_CHANGES && changes.isTruncated();
        told += changes.found().size();
        return changes;
    }
}
