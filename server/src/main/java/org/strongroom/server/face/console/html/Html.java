package org.strongroom.server.face.console.html;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** Makes pages. */
public final class Html {
  private Html() {}

  /**
   * An element.
   *
   * @param name with classes behind dots: {@code p.hint.small}
   */
  public static Node el(String name, Part... parts) {
    int dot = name.indexOf('.');
    if (dot < 0) {
      return new Element(name, List.of(parts));
    }
    List<Part> all = new ArrayList<>(parts.length + 1);
    all.add(new Attribute("class", name.substring(dot + 1).replace('.', ' ')));
    all.addAll(Arrays.asList(parts));
    return new Element(name.substring(0, dot), List.copyOf(all));
  }

  /** A text of ours. */
  public static Node text(String text) {
    return new Text(text);
  }

  /** A text of somebody else, whose direction of writing stays its own. */
  public static Node foreign(String text) {
    return el("bdi", new Text(text));
  }

  public static Node all(Node... nodes) {
    return new Fragment(List.of(nodes));
  }

  public static Node all(Collection<? extends Node> nodes) {
    return new Fragment(List.copyOf(nodes));
  }

  public static Node all(Stream<? extends Node> nodes) {
    return new Fragment(nodes.toList());
  }

  public static Part at(String name, String value) {
    return new Attribute(name, value);
  }

  public static Part at(String name, long value) {
    return new Attribute(name, String.valueOf(value));
  }

  /** An attribute that is just there, or nothing. */
  public static Part flag(String name, boolean there) {
    return there ? new Attribute(name, "") : Node.NONE;
  }

  public static Node link(String href, Part... content) {
    return el("a", plus(content, at("href", href)));
  }

  /** These parts and one more. */
  public static Part[] plus(Part[] parts, Part more) {
    return Stream.concat(Stream.of(more), Arrays.stream(parts)).toArray(Part[]::new);
  }

  /** A whole document. */
  public static String document(Node html) {
    StringBuilder page = new StringBuilder(16_384).append("<!DOCTYPE html>");
    html.write(page);
    return page.toString();
  }

  /** A part of a document. */
  public static String fragment(Node node) {
    StringBuilder page = new StringBuilder(4096);
    node.write(page);
    return page.toString();
  }
}
