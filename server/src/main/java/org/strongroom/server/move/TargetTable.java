package org.strongroom.server.move;

import java.util.List;
import java.util.stream.Collectors;

/** A table that rows are copied into. */
record TargetTable(String name, List<Column> columns) {

  /** Quoted, and separated by commas. */
  String columnList() {
    return columns.stream().map(column -> quoted(column.name())).collect(Collectors.joining(", "));
  }

  String quotedName() {
    return quoted(name);
  }

  static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /**
   * A column.
   *
   * @param type as PostgreSQL's information schema calls it
   */
  record Column(String name, String type) {}
}
