package org.strongroom.cli.output;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * A reply as a table: a row for each of several inventories, a line for each field of a single one.
 */
final class ReplyTable {
  /** Fields that matter first, in this order; the others follow as they come. */
  private static final List<String> FIRST =
      List.of(
          "id",
          "uuid",
          "name",
          "displayName",
          "accessIp",
          "role",
          "state",
          "status",
          "time",
          "operation",
          "jobName",
          "step",
          "progress",
          "targetResourceName",
          "reason",
          "type",
          "format",
          "size",
          "actualSize",
          "enabled",
          "availableCapacity",
          "totalCapacity",
          "hostname",
          "backupNodeId",
          "url",
          "bucketName",
          "endpoint");

  private static final Set<String> ABOUT_THE_REPLY = Set.of("total", "success");

  /** What tells people nothing, or what other columns tell better. */
  private static final List<String> LAST = List.of("apiId", "jobData", "jobResult", "password");

  private final Optional<Integer> width;
  private final Layout layout;
  private final CellText cells;

  /**
   * @param width columns of the terminal; without one nothing is left out or cut
   */
  ReplyTable(Optional<Integer> width, Layout layout) {
    this.width = width;
    this.layout = layout;
    cells = new CellText(layout);
  }

  String text(JsonNode reply) {
    JsonNode rows = rows(reply);
    if (rows.isArray()) {
      String table = rows.isEmpty() ? "no rows" : list(rows.valueStream().toList());
      return reply.has("total") ? table + "\ntotal: " + reply.path("total").asString() : table;
    }
    JsonNode one = reply.path("inventory");
    return record(one.isObject() ? one : reply);
  }

  /** As rows for a spreadsheet. */
  String csv(JsonNode reply) {
    List<JsonNode> rows = resources(reply);
    List<String> columns = columns(rows);
    List<List<String>> lines = new ArrayList<>();
    lines.add(columns);
    for (JsonNode row : rows) {
      lines.add(columns.stream().map(column -> value(column, row.path(column))).toList());
    }
    return columns.isEmpty() ? "" : Csv.text(lines);
  }

  /** The resources that the reply tells of. */
  static List<JsonNode> resources(JsonNode reply) {
    JsonNode rows = rows(reply);
    if (rows.isArray()) {
      return rows.valueStream().toList();
    }
    JsonNode one = reply.path("inventory");
    JsonNode object = one.isObject() ? one : reply;
    return object.isEmpty() ? List.of() : List.of(object);
  }

  /** The list that the reply is, under whatever name; missing if it is something else. */
  private static JsonNode rows(JsonNode reply) {
    List<JsonNode> fields =
        reply.properties().stream()
            .filter(field -> !ABOUT_THE_REPLY.contains(field.getKey()))
            .map(Map.Entry::getValue)
            .toList();
    boolean isList =
        fields.size() == 1
            && fields.getFirst().isArray()
            && fields.getFirst().valueStream().allMatch(JsonNode::isObject);
    return isList ? fields.getFirst() : MissingNode.getInstance();
  }

  private String list(List<JsonNode> rows) {
    List<String> columns = columns(rows);
    List<List<String>> lines = new ArrayList<>();
    for (JsonNode row : rows) {
      lines.add(columns.stream().map(column -> cells.of(column, row.path(column))).toList());
    }
    return new Table(columns, lines, numbers(rows, columns)).text(width);
  }

  private List<String> columns(List<JsonNode> rows) {
    if (!layout.fields().isEmpty()) {
      return layout.fields();
    }
    Set<String> present = new LinkedHashSet<>();
    rows.forEach(row ->
        row.properties().stream()
            .filter(field -> !isNested(field.getValue()))
            .map(Map.Entry::getKey)
            .forEach(present::add));
    Set<String> columns = new LinkedHashSet<>(FIRST);
    columns.addAll(present);
    // People need no uuid of what has a number; a masked password tells nothing.
    boolean isNumbered = present.containsAll(List.of("id", "uuid"));
    List<String> last = new ArrayList<>(List.of(isNumbered ? "uuid" : "id"));
    last.addAll(LAST);
    columns.removeAll(last);
    columns.addAll(last);
    columns.retainAll(present);
    return List.copyOf(columns);
  }

  private static boolean isNested(JsonNode value) {
    return value.isObject() || (value.isArray() && !value.isEmpty() && value.get(0).isObject());
  }

  private static Set<Integer> numbers(List<JsonNode> rows, List<String> columns) {
    Set<Integer> numbers = new LinkedHashSet<>();
    for (int i = 0; i < columns.size(); i++) {
      String column = columns.get(i);
      if (rows.stream().allMatch(row -> row.path(column).isNumber())) {
        numbers.add(i);
      }
    }
    return numbers;
  }

  private String record(JsonNode object) {
    if (object.isEmpty()) {
      return "done";
    }
    List<List<String>> lines = new ArrayList<>();
    List<String> names =
        layout.fields().isEmpty()
            ? object.properties().stream().map(Map.Entry::getKey).toList()
            : layout.fields();
    names.forEach(name -> lines.add(List.of(name, value(name, object.path(name)))));
    return new Table(List.of("field", "value"), lines, Set.of()).text(width);
  }

  private String value(String name, JsonNode value) {
    return isNested(value) && value.isArray()
        ? value.valueStream().map(item -> cells.of(name, item)).collect(Collectors.joining("; "))
        : cells.of(name, value);
  }
}
