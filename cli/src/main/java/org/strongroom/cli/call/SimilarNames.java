package org.strongroom.cli.call;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Finds the names that somebody who mistyped one may have meant. */
public final class SimilarNames {
  private static final int MOST = 3;

  private SimilarNames() {}

  /** The up to three names nearest to the given one, best first; none if all are far from it. */
  public static List<String> to(String given, Collection<String> known) {
    String typed = given.toLowerCase(Locale.ROOT);
    record Near(String name, int distance) {}
    List<Near> near =
        known.stream()
            .map(name -> new Near(name, distance(typed, name.toLowerCase(Locale.ROOT))))
            .filter(each -> each.distance() <= tolerance(typed, each.name()))
            .sorted(Comparator.comparingInt(Near::distance).thenComparing(Near::name))
            .toList();
    // A far better one leaves no doubt.
    return near.stream()
        .filter(each -> each.distance() <= 2 * near.getFirst().distance())
        .limit(MOST)
        .map(Near::name)
        .toList();
  }

  /** {@code "; did you mean a or b?"}, or nothing if no name is near. */
  public static String hint(String given, Collection<String> known) {
    List<String> near = to(given, known);
    return near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?";
  }

  private static int tolerance(String typed, String name) {
    return Math.max(1, Math.min(typed.length(), name.length()) / 3);
  }

  /** Edits between two texts: insertions, deletions, replacements, and swaps of neighbours. */
  private static int distance(String a, String b) {
    int[][] edits = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        edits[i][j] = i == 0 || j == 0 ? i + j : cheapest(edits, a, b, i, j);
      }
    }
    return edits[a.length()][b.length()];
  }

  private static int cheapest(int[][] edits, String a, String b, int i, int j) {
    int replace = edits[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
    int best = Math.min(replace, Math.min(edits[i - 1][j], edits[i][j - 1]) + 1);
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(best, edits[i - 2][j - 2] + 1) : best;
  }
}
