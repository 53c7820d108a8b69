package org.strongroom.server.reference;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A Markdown text under construction. */
final class Markdown {
  private final StringBuilder text = new StringBuilder();

  Markdown heading(int level, String title) {
    return block("#".repeat(level) + " " + title);
  }

  Markdown paragraph(String words) {
    return block(words);
  }

  Markdown code(String lines) {
    return block("```\n" + lines.strip() + "\n```");
  }

  Markdown items(List<String> items) {
    return block(items.stream().map(item -> "- " + item).collect(Collectors.joining("\n")));
  }

  /** A table; nothing if it has no rows. */
  Markdown table(List<String> header, List<List<String>> rows) {
    if (rows.isEmpty()) {
      return this;
    }
    String rule = "|" + " --- |".repeat(header.size());
    return block(
        row(header)
            + "\n"
            + rule
            + "\n"
            + rows.stream().map(Markdown::row).collect(Collectors.joining("\n")));
  }

  private static String row(List<String> cells) {
    return cells.stream()
        .map(cell -> cell.replace("|", "\\|").replace("\n", " "))
        .map(cell -> cell.isEmpty() ? " |" : " " + cell + " |")
        .collect(Collectors.joining("", "|", ""));
  }

  /** Texts as code, separated by commas. */
  static String codes(List<String> texts) {
    return texts.stream().map(text -> "`" + text + "`").collect(Collectors.joining(", "));
  }

  static List<String> cells(String... cells) {
    return Arrays.asList(cells);
  }

  private Markdown block(String lines) {
    if (!text.isEmpty()) {
      text.append("\n\n");
    }
    text.append(lines);
    return this;
  }

  @Override
  public String toString() {
    return text + "\n";
  }
}
