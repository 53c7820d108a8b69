package org.strongroom.server.face.openapi;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Schemas of values of which examples are known. */
final class ExampleSchemas {
  private ExampleSchemas() {}

  /**
   * The schema that all examples follow: what one lacks is not required, what is null in one may
   * be. Lists are of texts if no example has anything in them.
   */
  static Map<String, Object> of(Collection<? extends @Nullable Object> examples) {
    Set<Object> types = new LinkedHashSet<>();
    List<Map<?, ?>> objects = new ArrayList<>();
    List<Object> items = new ArrayList<>();
    for (@Nullable Object example : examples) {
      switch (example) {
        case null -> types.add("null");
        case Map<?, ?> map -> {
          types.add("object");
          objects.add(map);
        }
        case Collection<?> list -> {
          types.add("array");
          items.addAll(list);
        }
        case Boolean _ -> types.add("boolean");
        case Integer _, Long _ -> types.add("integer");
        default -> types.add("string");
      }
    }
    if (types.equals(Set.of("null"))) {
      types.add("string");
    }
    Json schema = Json.object().with("type", types.size() == 1 ? types.iterator().next() : types);
    if (types.contains("array")) {
      schema.with("items", items.isEmpty() ? Json.type("string") : of(items));
    }
    if (types.contains("object")) {
      describe(objects, schema);
    }
    return schema.map();
  }

  private static void describe(List<Map<?, ?>> objects, Json schema) {
    Map<String, List<@Nullable Object>> values = new TreeMap<>();
    objects.forEach(object ->
        object.forEach((name, value) ->
            values.computeIfAbsent((String) name, _ -> new ArrayList<>()).add(value)));
    Json properties = Json.object();
    List<String> required = new ArrayList<>();
    values.forEach((name, all) -> {
      properties.with(name, of(all));
      if (all.size() == objects.size()) {
        required.add(name);
      }
    });
    schema.withSome("required", required).with("properties", properties.map());
  }
}
