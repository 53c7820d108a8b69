package org.strongroom.cli.output;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jline.utils.AttributedString;

/**
 * Rows under headers, each column as wide as its widest cell.
 *
 * @param rightAligned numbers of the columns that hold numbers
 */
record Table(List<String> headers, List<List<String>> rows, Set<Integer> rightAligned) {
  private static final String GAP = "  ";
  private static final int NARROWEST = 12;

  /**
   * The table. On a terminal the columns that do not fit are left out, and the last one that is
   * shown is cut if that makes room for it.
   */
  String text(Optional<Integer> width) {
    List<Integer> widths = new ArrayList<>();
    int used = 0;
    for (int column = 0; column < headers.size(); column++) {
      int wanted = widest(column);
      int left = width.orElse(Integer.MAX_VALUE) - used - (column == 0 ? 0 : GAP.length());
      if (wanted > left && left < NARROWEST) {
        break;
      }
      widths.add(Math.min(wanted, left));
      used = width.isEmpty() ? 0 : used + widths.getLast() + (column == 0 ? 0 : GAP.length());
    }
    List<String> lines = new ArrayList<>();
    lines.add(line(headers, widths));
    rows.forEach(row -> lines.add(line(row, widths)));
    return String.join("\n", lines);
  }

  private int widest(int column) {
    return IntStream.concat(
            IntStream.of(columns(headers.get(column))),
            rows.stream().mapToInt(row -> columns(row.get(column))))
        .max()
        .orElse(0);
  }

  private String line(List<String> cells, List<Integer> widths) {
    return IntStream.range(0, widths.size())
        .mapToObj(i -> cell(cells.get(i), widths.get(i), rightAligned.contains(i)))
        .collect(Collectors.joining(GAP))
        .stripTrailing();
  }

  private static String cell(String text, int width, boolean right) {
    if (columns(text) > width) {
      return new AttributedString(text).columnSubSequence(0, width - 1) + "…";
    }
    String padding = " ".repeat(width - columns(text));
    return right ? padding + text : text + padding;
  }

  /** Columns on the screen: Chinese characters take two. */
  private static int columns(String text) {
    return text.chars().allMatch(c -> c < 0x80)
        ? text.length()
        : new AttributedString(text).columnLength();
  }
}
