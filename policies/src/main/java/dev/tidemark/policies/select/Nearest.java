package dev.tidemark.policies.select;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** The known words that a misspelt one may have meant. */
public final class Nearest {

    private Nearest() {}

    /**
     * Those of {@code known} within one edit per three letters of {@code word}, nearest first; an edit inserts, drops
     * or replaces a letter, or swaps two neighbours.
     */
    public static List<String> to(String word, Collection<String> known) {
        int limit = Math.max(1, word.length() / 3);
        record Near(String word, int edits) {}
        return known.stream()
                .distinct()
                .map(candidate -> new Near(candidate, edits(word, candidate)))
                .filter(near -> near.edits() <= limit)
                .sorted(Comparator.comparingInt(Near::edits).thenComparing(Near::word))
                .map(Near::word)
                .toList();
    }

    /** The distance of optimal string alignment (Damerau, Levenshtein). */
    private static int edits(String a, String b) {
        int[][] distance = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                distance[i][j] = i == 0 || j == 0 ? i + j : step(distance, a, b, i, j);
            }
        }
        return distance[a.length()][b.length()];
    }

    private static int step(int[][] distance, String a, String b, int i, int j) {
        int replaced = distance[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int least = Math.min(replaced, Math.min(distance[i - 1][j], distance[i][j - 1]) + 1);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(least, distance[i - 2][j - 2] + 1) : least;
    }
}
