package org.strongroom.cli.output;

import java.util.List;
import java.util.stream.Collectors;

/** Comma-separated values as RFC 4180 has them, with the line ends of this system. */
final class Csv {
  private Csv() {}

  static String text(List<List<String>> lines) {
    return lines.stream()
        .map(line -> line.stream().map(Csv::value).collect(Collectors.joining(",")))
        .collect(Collectors.joining("\n"));
  }

  private static String value(String text) {
    boolean isPlain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return isPlain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
