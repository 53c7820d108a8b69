package org.strongroom.cli.output;

import java.util.List;
import java.util.stream.Collectors;
import org.strongroom.api.coding.CsvCell;

/** Comma-separated values as RFC 4180 has them, with the line ends of this system. */
final class Csv {
  private Csv() {}

  static String text(List<List<String>> lines) {
    return lines.stream()
        .map(line -> line.stream().map(CsvCell::of).collect(Collectors.joining(",")))
        .collect(Collectors.joining("\n"));
  }
}
