package org.strongroom.server.face.console.html;

import java.util.List;

/** Several nodes one after the other. */
record Fragment(List<? extends Node> nodes) implements Node {
  static final Fragment EMPTY = new Fragment(List.of());

  @Override
  public void write(StringBuilder page) {
    nodes.forEach(node -> node.write(page));
  }
}
