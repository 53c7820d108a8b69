package org.strongroom.storage.ova.descriptor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An element of a descriptor. Elements and attributes go by their local names: producers disagree
 * on prefixes and namespaces, and PowerVC's own attributes have none.
 */
final class XmlElement {
  private final String name;
  private final Map<String, String> attributes;
  private final List<XmlElement> children = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();

  XmlElement(String name, Map<String, String> attributes) {
    this.name = name;
    this.attributes = Map.copyOf(attributes);
  }

  void add(XmlElement child) {
    children.add(child);
  }

  void add(String more) {
    text.append(more);
  }

  String name() {
    return name;
  }

  /** The element's own text without blanks around it. */
  String text() {
    return text.toString().strip();
  }

  /** An attribute that is there and not blank. */
  Optional<String> attribute(String attribute) {
    return Optional.ofNullable(attributes.get(attribute))
        .map(String::strip)
        .filter(value -> !value.isEmpty());
  }

  /** All children with one of these names, in order. */
  List<XmlElement> children(String... names) {
    List<String> wanted = List.of(names);
    return children.stream().filter(child -> wanted.contains(child.name)).toList();
  }

  Optional<XmlElement> child(String childName) {
    return children(childName).stream().findFirst();
  }

  /** The text of a child, if that is there and not blank. */
  Optional<String> childText(String childName) {
    return child(childName).map(XmlElement::text).filter(value -> !value.isEmpty());
  }
}
