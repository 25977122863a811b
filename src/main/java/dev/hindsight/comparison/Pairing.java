package dev.hindsight.comparison;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which step of one execution is compared with which of another. */
final class Pairing {

    /** Where a step stands that has no key in common: a visit of the same node, in the same iteration. */
    private record Place(String nodeId, @Nullable Integer iteration) {

        static Place of(Visit visit) {
            return new Place(visit.nodeId(), visit.iteration());
        }
    }

    private Pairing() {}

    /**
     * Pairs by key, then those left over by node and iteration, several of one place in their order. Told
     * in the order of the left ones; one that is only right stands behind the pair of the one before it.
     *
     * @param left in their order, keys unique; likewise the right ones
     */
    static List<Pair> of(List<Visit> left, List<Visit> right) {
        Map<String, Visit> byKey = new HashMap<>();
        right.forEach(visit -> byKey.put(visit.key(), visit));
        Map<Place, Deque<Visit>> leftOver = leftOver(left, right);
        Map<String, Integer> placeOfRight = new HashMap<>();
        List<Pair> pairs = new ArrayList<>(left.size());
        for (Visit visit : left) {
            Visit partner = byKey.get(visit.key());
            if (partner == null) {
                Deque<Visit> same = leftOver.get(Place.of(visit));
                partner = same == null ? null : same.poll();
            }
            if (partner != null) {
                placeOfRight.put(partner.key(), pairs.size());
            }
            pairs.add(new Pair(visit, partner));
        }
        return placeOfRight.size() == right.size() ? pairs : with(pairs, right, placeOfRight);
    }

    /** The right ones that no left one has the key of, by their places. */
    private static Map<Place, Deque<Visit>> leftOver(List<Visit> left, List<Visit> right) {
        Set<String> keys = new HashSet<>();
        left.forEach(visit -> keys.add(visit.key()));
        Map<Place, Deque<Visit>> leftOver = new HashMap<>();
        for (Visit visit : right) {
            if (!keys.contains(visit.key())) {
                leftOver.computeIfAbsent(Place.of(visit), place -> new ArrayDeque<>()).add(visit);
            }
        }
        return leftOver;
    }

    /** The pairs, with the right ones between them that have none. */
    private static List<Pair> with(
            List<Pair> pairs, List<Visit> right, Map<String, Integer> placeOfRight) {
        Map<Integer, List<Pair>> behind = new HashMap<>();
        int place = -1;
        for (Visit visit : right) {
            Integer paired = placeOfRight.get(visit.key());
            if (paired == null) {
                behind.computeIfAbsent(place, any -> new ArrayList<>()).add(new Pair(null, visit));
            } else {
                place = paired;
            }
        }
        List<Pair> all = new ArrayList<>(behind.getOrDefault(-1, List.of()));
        for (int i = 0; i < pairs.size(); i++) {
            all.add(pairs.get(i));
            all.addAll(behind.getOrDefault(i, List.of()));
        }
        return all;
    }
}
