package org.strongroom.server.face.console.html;

/** What stands in a page: an element, a text, or several of them. */
public sealed interface Node extends Part permits Element, Text, Fragment {
  /** Nothing at all. */
  Node NONE = Fragment.EMPTY;

  /** Writes it, escaped. */
  void write(StringBuilder page);
}
