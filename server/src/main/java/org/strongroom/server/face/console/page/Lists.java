package org.strongroom.server.face.console.page;

import static org.strongroom.server.face.console.html.Html.all;
import static org.strongroom.server.face.console.html.Html.at;
import static org.strongroom.server.face.console.html.Html.el;
import static org.strongroom.server.face.console.html.Html.link;
import static org.strongroom.server.face.console.html.Html.text;

import java.util.List;
import org.strongroom.server.face.console.frame.Tables;
import org.strongroom.server.face.console.frame.View;
import org.strongroom.server.face.console.html.Node;
import org.strongroom.server.face.console.table.Listing;

/** Short lists inside of other pages. */
final class Lists {
  private Lists() {}

  /**
   * A few rows with a heading.
   *
   * @param columns those of the listing that are shown
   * @param whole where all of them are; empty for nowhere
   * @param none what is said if there are no rows
   * @param action what makes a new one, beside the heading
   */
  static Node of(
      View view,
      Listing listing,
      List<String> columns,
      List<? extends Record> rows,
      String heading,
      String whole,
      String none,
      Node action) {
    Cells cells = new Cells(view, rows, columns);
    Node head =
        el(
            "div.section-head",
            el("h2", text(heading)),
            el(
                "div.actions",
                action,
                whole.isEmpty() ? Node.NONE : link(whole, text(view.say("show-all")))));
    if (rows.isEmpty()) {
      return el("section.card", head, el("p.calm", text(none)));
    }
    return el(
        "section.card",
        head,
        Tables.cards(
            heading,
            all(
                columns.stream()
                    .map(column ->
                        el(
                            "th." + TablePage.kind(listing, column),
                            at("scope", "col"),
                            text(view.texts().field(listing.inventory(), column))))),
            rows.stream().map(row -> row(view, listing, columns, cells, row))));
  }

  private static Node row(
      View view, Listing listing, List<String> columns, Cells cells, Record row) {
    return el(
        "tr",
        all(
            columns.stream()
                .map(column ->
                    el(
                        "td." + TablePage.kind(listing, column),
                        at("data-label", view.texts().field(listing.inventory(), column)),
                        cells.of(listing, row, column)))));
  }
}
