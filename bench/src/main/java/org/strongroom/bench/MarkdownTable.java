package org.strongroom.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** A table of figures, told row by row while they come in. */
final class MarkdownTable {
  private final List<String> lines = new ArrayList<>();

  MarkdownTable(String... heads) {
    add((Object[]) heads);
    add(Collections.nCopies(heads.length, "---").toArray());
  }

  /** Adds a row and prints it: numbers in three digits, anything else as it is. */
  void add(Object... cells) {
    StringBuilder line = new StringBuilder("|");
    for (Object cell : cells) {
      line.append(' ').append(cell instanceof Double number ? text(number) : cell).append(" |");
    }
    lines.add(line.toString());
    System.out.println(line);
  }

  private static String text(double number) {
    String format = number >= 100 ? "%,.0f" : number >= 10 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, format, number).replace(',', ' ');
  }

  @Override
  public String toString() {
    return String.join("\n", lines) + "\n";
  }
}
