package dev.hindsight.problem;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Guesses which name a misspelt one was meant to be. */
public final class NearestName {

    /** Longer ones are no slips of the keyboard, and comparing them would cost. */
    private static final int MAX_LENGTH = 64;

    private NearestName() {}

    /**
     * The nearest of the known names: at most two letters inserted, left out, changed or swapped
     * with their neighbour, one in a name of up to four letters, upper and lower case being equal.
     */
    public static Optional<String> of(String unknown, Collection<String> known) {
        if (unknown.isEmpty() || unknown.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        String lower = unknown.toLowerCase(Locale.ROOT);
        int most = unknown.length() <= 4 ? 1 : 2;
        return known.stream()
                .filter(name -> Math.abs(name.length() - lower.length()) <= most)
                .map(name -> new Candidate(name, distance(lower, name.toLowerCase(Locale.ROOT))))
                .filter(candidate -> candidate.distance <= most)
                .min(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
                .map(Candidate::name);
    }

    private record Candidate(String name, int distance) {}

    /** Edit distance with neighbours swapped counting one (optimal string alignment). */
    private static int distance(String a, String b) {
        int[][] edits = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                edits[i][j] = i == 0 || j == 0 ? i + j : step(edits, a, b, i, j);
            }
        }
        return edits[a.length()][b.length()];
    }

    private static int step(int[][] edits, String a, String b, int i, int j) {
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int best = Math.min(edits[i - 1][j], edits[i][j - 1]) + 1;
        best = Math.min(best, edits[i - 1][j - 1] + change);
        boolean swapped =
                i > 1
                        && j > 1
                        && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, edits[i - 2][j - 2] + 1) : best;
    }
}
