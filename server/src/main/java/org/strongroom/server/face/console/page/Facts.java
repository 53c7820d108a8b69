package org.strongroom.server.face.console.page;

import static org.strongroom.server.face.console.html.Html.all;
import static org.strongroom.server.face.console.html.Html.at;
import static org.strongroom.server.face.console.html.Html.el;
import static org.strongroom.server.face.console.html.Html.text;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.inventory.AuditInventory;
import org.strongroom.api.inventory.UserTagInventory;
import org.strongroom.server.face.console.frame.Abouts;
import org.strongroom.server.face.console.frame.Names;
import org.strongroom.server.face.console.frame.Values;
import org.strongroom.server.face.console.frame.View;
import org.strongroom.server.face.console.html.Node;
import org.strongroom.server.face.console.table.Inventories;

/** The fields of one resource, each with its name and what it means. */
final class Facts {
  private Facts() {}

  /** All that have a value, except these; the uuid, which few look for, comes last. */
  static Node of(Record row, View view, Set<String> without) {
    return some(
        row,
        view,
        Inventories.fields(row.getClass()).stream()
            .filter(field -> !without.contains(field))
            .sorted(Comparator.comparing(field -> field.equals("uuid")))
            .toList());
  }

  /** These, as far as they have a value. */
  static Node some(Record row, View view, List<String> fields) {
    Values values = new Values(view, Names.of(view, List.of(row), fields));
    return el(
        "dl.facts",
        all(
            fields.stream()
                .filter(field -> isThere(Inventories.value(row, field)))
                .map(field ->
                    el(
                        "div",
                        el(
                            "dt",
                            at("title", view.help(Inventories.help(row.getClass(), field))),
                            text(view.texts().field(row.getClass(), field))),
                        el("dd", value(view, values, row, field))))));
  }

  /** What is about another resource leads to it. */
  private static Node value(View view, Values values, Record row, String field) {
    if (!field.equals("resourceUuid")) {
      return values.of(row, field);
    }
    return switch (row) {
      case AuditInventory call -> Abouts.of(view, List.of(call)).of(call.resourceUuid());
      case UserTagInventory tag -> new Cells(view, List.of(tag), List.of()).tagged(tag);
      default -> values.of(row, field);
    };
  }

  private static boolean isThere(@Nullable Object value) {
    return value != null
        && !value.equals("")
        && !(value instanceof List<?> list
            && (list.isEmpty() || list.getFirst() instanceof Record));
  }
}
