package org.strongroom.cli.help;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/** Terms on the left, what they mean on the right, wrapped. */
final class DefinitionList {
  private static final int WIDTH = 100;
  private static final String INDENT = "  ";

  private DefinitionList() {}

  static <T> List<String> of(
      Collection<T> items, Function<T, String> term, Function<T, String> meaning) {
    int left = items.stream().mapToInt(item -> term.apply(item).length()).max().orElse(0) + 2;
    List<String> lines = new ArrayList<>();
    for (T item : items) {
      List<String> wrapped = wrap(meaning.apply(item), WIDTH - left - INDENT.length());
      for (int i = 0; i < wrapped.size(); i++) {
        String start = i == 0 ? term.apply(item) : "";
        lines.add(INDENT + start + " ".repeat(left - start.length()) + wrapped.get(i));
      }
    }
    return lines;
  }

  private static List<String> wrap(String text, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ")) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
