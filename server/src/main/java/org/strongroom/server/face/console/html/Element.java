package org.strongroom.server.face.console.html;

import java.util.List;
import java.util.Set;

/** An element with attributes and content. */
record Element(String name, List<Part> parts) implements Node {
  private static final Set<String> VOID = Set.of("br", "hr", "img", "input", "link", "meta", "wbr");
  private static final Set<String> NEVER = Set.of("style", "iframe", "object", "embed", "base");

  /**
   * An element.
   *
   * @throws IllegalArgumentException for one that pages must not have, such as a script that is
   *     written into the page
   */
  Element {
    if (NEVER.contains(name)
        || (name.equals("script") && parts.stream().anyMatch(Node.class::isInstance))) {
      throw new IllegalArgumentException("no page has such an element: " + name);
    }
  }

  @Override
  public void write(StringBuilder page) {
    page.append('<').append(name);
    for (Part part : parts) {
      if (part instanceof Attribute attribute) {
        attribute.write(page);
      }
    }
    page.append('>');
    if (VOID.contains(name)) {
      return;
    }
    for (Part part : parts) {
      if (part instanceof Node node) {
        node.write(page);
      }
    }
    page.append("</").append(name).append('>');
  }
}
