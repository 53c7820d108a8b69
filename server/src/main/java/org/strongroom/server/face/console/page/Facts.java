package org.strongroom.server.face.console.page;

import static org.strongroom.server.face.console.html.Html.all;
import static org.strongroom.server.face.console.html.Html.at;
import static org.strongroom.server.face.console.html.Html.el;
import static org.strongroom.server.face.console.html.Html.text;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.strongroom.server.face.console.frame.Names;
import org.strongroom.server.face.console.frame.Values;
import org.strongroom.server.face.console.frame.View;
import org.strongroom.server.face.console.html.Node;
import org.strongroom.server.face.console.table.Inventories;

/** The fields of one resource, each with its name and what it means. */
final class Facts {
  private Facts() {}

  /** All that have a value, except these. */
  static Node of(Record row, View view, Set<String> without) {
    return some(
        row,
        view,
        Inventories.fields(row.getClass()).stream()
            .filter(field -> !without.contains(field))
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
                            text(view.texts().field(field))),
                        el("dd", values.of(row, field))))));
  }

  private static boolean isThere(@Nullable Object value) {
    return value != null
        && !value.equals("")
        && !(value instanceof List<?> list
            && (list.isEmpty() || list.getFirst() instanceof Record));
  }
}
