package org.strongroom.server.face.console.frame;

import static org.strongroom.server.face.console.html.Html.all;
import static org.strongroom.server.face.console.html.Html.at;
import static org.strongroom.server.face.console.html.Html.el;
import static org.strongroom.server.face.console.html.Html.text;

import java.util.stream.Stream;
import org.strongroom.server.face.console.html.Node;

/** Tables, which scroll by themselves where they are wider than the page, by the keyboard too. */
public final class Tables {
  private Tables() {}

  /**
   * A table.
   *
   * @param name what it is a table of, for who cannot see it
   * @param heads the cells of its head
   * @param rows those of its body, as {@code tr}
   */
  public static Node of(String name, Node heads, Stream<Node> rows) {
    return of("table", name, heads, rows);
  }

  /** One whose rows become cards where the page is narrow; their cells have a label for it. */
  public static Node cards(String name, Node heads, Stream<Node> rows) {
    return of("table.cards", name, heads, rows);
  }

  private static Node of(String kind, String name, Node heads, Stream<Node> rows) {
    return el(
        "div.scroll",
        at("tabindex", "0"),
        at("role", "region"),
        at("aria-label", name),
        el(kind, el("thead", el("tr", heads)), el("tbody", all(rows))));
  }

  /** A cell of the head. */
  public static Node head(String words) {
    return el("th", at("scope", "col"), text(words));
  }
}
