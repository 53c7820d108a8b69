package org.strongroom.server.face.openapi;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A JSON object under construction; properties stay in the order in which they were put. */
final class Json {
  private final Map<String, Object> properties = new LinkedHashMap<>();

  static Json object() {
    return new Json();
  }

  static Map<String, Object> of(String name, Object value) {
    return object().with(name, value).map();
  }

  /** A reference to a component of the document. */
  static Map<String, Object> ref(String kind, String name) {
    return of("$ref", "#/components/" + kind + "/" + name);
  }

  static Map<String, Object> schemaRef(String name) {
    return ref("schemas", name);
  }

  static Map<String, Object> content(Map<String, Object> schema) {
    return of("application/json", of("schema", schema));
  }

  static Map<String, Object> array(Map<String, Object> items) {
    return object().with("type", "array").with("items", items).map();
  }

  static Map<String, Object> type(String type) {
    return of("type", type);
  }

  Json with(String name, Object value) {
    properties.put(name, value);
    return this;
  }

  /** Puts the property unless the list is empty. */
  Json withSome(String name, List<?> values) {
    return values.isEmpty() ? this : with(name, values);
  }

  Map<String, Object> map() {
    return properties;
  }
}
