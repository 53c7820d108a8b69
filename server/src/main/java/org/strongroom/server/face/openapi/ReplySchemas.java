package org.strongroom.server.face.openapi;

import static java.util.Objects.requireNonNull;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.Field;
import org.strongroom.api.QueryReply;

/** Schemas of what operations answer: of records, each once and by name, and of what is in them. */
final class ReplySchemas {
  private static final String DATE = "time in the server's zone, such as Jun 1, 2015 3:42:26 PM";

  private final Map<String, Object> components;

  /**
   * Schemas that refer to components.
   *
   * @param components where the schemas of records are put
   */
  ReplySchemas(Map<String, Object> components) {
    this.components = components;
  }

  /** The schema of a reply of this type. */
  Map<String, Object> reply(Type type) {
    Class<?> raw = raw(type);
    @Nullable Type argument =
        type instanceof ParameterizedType p ? p.getActualTypeArguments()[0] : null;
    Map<String, Object> properties = new LinkedHashMap<>();
    List<String> required = new ArrayList<>();
    for (RecordComponent component : raw.getRecordComponents()) {
      if (raw != QueryReply.class || !component.getName().equals("fields")) {
        add(component, argument, properties, required);
      }
    }
    properties.put("schema", Json.schemaRef("Schema"));
    return Json.object()
        .with("type", "object")
        .withSome("required", required)
        .with("properties", properties)
        .map();
  }

  /** What can be null is left out of answers then; all else is always there. */
  private void add(
      RecordComponent component,
      @Nullable Type argument,
      Map<String, Object> properties,
      List<String> required) {
    properties.put(component.getName(), component(component, argument));
    if (!component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
      required.add(component.getName());
    }
  }

  private Map<String, Object> component(RecordComponent component, @Nullable Type argument) {
    Map<String, Object> schema = of(component.getGenericType(), argument);
    @Nullable Field field = component.getAnnotation(Field.class);
    if (field == null) {
      return schema;
    }
    Json described = Json.object();
    schema.forEach(described::with);
    described.with("description", field.value());
    return described.withSome("enum", List.of(field.choices())).map();
  }

  private Map<String, Object> of(Type type, @Nullable Type argument) {
    if (type instanceof TypeVariable<?>) {
      return of(requireNonNull(argument), null);
    }
    Class<?> raw = raw(type);
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      return raw == List.class
          ? Json.array(of(arguments[0], argument))
          : Json.object()
              .with("type", "object")
              .with("additionalProperties", of(arguments[1], argument))
              .map();
    }
    if (raw.isRecord()) {
      return record(raw);
    }
    return plain(raw);
  }

  private static Map<String, Object> plain(Class<?> type) {
    if (type == Instant.class) {
      return Json.object().with("type", "string").with("description", DATE).map();
    }
    if (type == long.class || type == Long.class) {
      return Json.object().with("type", "integer").with("format", "int64").map();
    }
    if (type == int.class || type == Integer.class) {
      return Json.object().with("type", "integer").with("format", "int32").map();
    }
    if (type == boolean.class || type == Boolean.class) {
      return Json.type("boolean");
    }
    return type == String.class ? Json.type("string") : Map.of();
  }

  private Map<String, Object> record(Class<?> type) {
    String name = name(type);
    if (!components.containsKey(name)) {
      Map<String, Object> properties = new LinkedHashMap<>();
      List<String> required = new ArrayList<>();
      Json schema = Json.object().with("type", "object");
      components.put(name, schema.map()); // before what is inside, which may refer to it
      for (RecordComponent component : type.getRecordComponents()) {
        add(component, null, properties, required);
      }
      schema.withSome("required", required).with("properties", properties);
    }
    return Json.schemaRef(name);
  }

  private static String name(Class<?> type) {
    Class<?> outer = type.getEnclosingClass();
    return outer == null ? type.getSimpleName() : outer.getSimpleName() + type.getSimpleName();
  }

  private static Class<?> raw(Type type) {
    return type instanceof ParameterizedType generic
        ? (Class<?>) generic.getRawType()
        : (Class<?>) type;
  }
}
