package org.strongroom.server.face.console.table;

import java.util.List;
import java.util.stream.Stream;
import org.strongroom.api.OperationModel;
import org.strongroom.api.registry.Operations;

/**
 * A kind of resource as the console lists it.
 *
 * @param path below {@code /console/}, and what its messages begin with
 * @param query the operation that finds them
 * @param columns what is shown of each, first what it is called
 * @param sort the order unless another is asked for
 * @param key the field that names a row for markers and pages
 */
public record Listing(
    String path, OperationModel query, List<String> columns, String sort, String key) {

  /** A listing of resources that have uuids. */
  public static Listing of(String path, Class<?> query, String sort, String... columns) {
    return new Listing(path, Operations.of(query), List.of(columns), sort, "uuid");
  }

  /** The record that shows one. */
  public Class<?> inventory() {
    return query.queried().orElseThrow();
  }

  /** The field that plain words of a filter are looked for in. */
  public String nameField() {
    return columns.getFirst();
  }

  public String url() {
    return "/console/" + path;
  }

  /** The page of one. */
  public String url(Record row) {
    return url() + "/" + Inventories.text(row, key);
  }

  /** What can be shown of each: the usual columns first, then every other field. */
  public List<String> choosable() {
    return Stream.concat(
            columns.stream(),
            Inventories.fields(inventory()).stream()
                .filter(field -> !field.endsWith("Refs") && !field.equals("jobResult")))
        .distinct()
        .toList();
  }

  /** Whether rows can be sorted by a column. */
  public boolean sortable(String column) {
    Class<?> type = Inventories.type(inventory(), column).orElse(List.class);
    return !List.class.isAssignableFrom(type);
  }
}
