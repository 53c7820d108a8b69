package org.strongroom.server.face.openstack;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.ShortText;
import tools.jackson.databind.JsonNode;

/** What an object of a request may hold; all else is refused. */
record ObjectSchema(String name, List<Attribute> attributes) {

  /**
   * Checks an object.
   *
   * @throws Fault 400 for the first attribute that is missing, unknown or wrong
   */
  Attributes check(JsonNode object) {
    for (Attribute attribute : attributes) {
      if (attribute.required() && !object.has(attribute.name())) {
        throw invalid(name, "'%s' is a required property".formatted(attribute.name()));
      }
    }
    refuseUnknown(object);
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    for (Attribute attribute : attributes) {
      JsonNode value = object.get(attribute.name());
      if (value != null) {
        values.put(attribute.name(), attribute.check(value));
      }
    }
    return new Attributes(values);
  }

  private void refuseUnknown(JsonNode object) {
    List<String> known = attributes.stream().map(Attribute::name).toList();
    List<String> unknown =
        object.propertyNames().stream().filter(n -> !known.contains(n)).sorted().toList();
    if (!unknown.isEmpty()) {
      throw Fault.badRequest(
          "Additional properties are not allowed (%s %s unexpected)"
              .formatted(
                  unknown.stream()
                      .limit(10)
                      .map(n -> "'" + ShortText.of(n, 80) + "'")
                      .collect(Collectors.joining(", ")),
                  unknown.size() == 1 ? "was" : "were"));
    }
  }

  static Fault invalid(String attribute, String why) {
    return Fault.badRequest("Invalid input for field/attribute %s. %s.".formatted(attribute, why));
  }
}
