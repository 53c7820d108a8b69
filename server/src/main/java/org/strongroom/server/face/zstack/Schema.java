package org.strongroom.server.face.zstack;

import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.Inventory;
import org.strongroom.api.SchemaNamed;

/**
 * The {@code schema} of a reply: from the JSON path of each inventory in it to the class name that
 * clients know. Existing SDKs turn rows into beans only through it. Parents come before their
 * children, later rows before earlier ones.
 */
final class Schema {
  private final Map<Class<?>, Shape> shapes = new ConcurrentHashMap<>();

  Map<String, String> of(Object reply) {
    Map<String, String> schema = new LinkedHashMap<>();
    addChildren(schema, "", reply, shape(reply.getClass()));
    return schema;
  }

  private void addChildren(Map<String, String> schema, String path, Object parent, Shape shape) {
    for (Child child : shape.children()) {
      Object value = child.value(parent);
      String childPath = path.isEmpty() ? child.name() : path + "." + child.name();
      if (value instanceof List<?> rows) {
        for (int i = rows.size() - 1; i >= 0; i--) {
          add(schema, childPath + "[" + i + "]", rows.get(i));
        }
      } else {
        add(schema, childPath, value);
      }
    }
  }

  private void add(Map<String, String> schema, String path, @Nullable Object value) {
    if (value == null) {
      return;
    }
    Shape shape = shape(value.getClass());
    if (shape.schemaName() != null) {
      schema.put(
          path, value instanceof SchemaNamed named ? named.schemaName() : shape.schemaName());
      addChildren(schema, path, value, shape);
    }
  }

  private Shape shape(Class<?> type) {
    return shapes.computeIfAbsent(type, Schema::inspect);
  }

  private static Shape inspect(Class<?> type) {
    Inventory declared = type.getAnnotation(Inventory.class);
    List<Child> children = new ArrayList<>();
    if (type.isRecord()) {
      for (RecordComponent component : type.getRecordComponents()) {
        if (mayHoldInventories(component)) {
          children.add(new Child(component.getName(), component.getAccessor()));
        }
      }
    }
    return new Shape(declared == null ? null : declared.schema(), List.copyOf(children));
  }

  private static boolean mayHoldInventories(RecordComponent component) {
    if (component.getGenericType() instanceof ParameterizedType list
        && component.getType() == List.class) {
      return list.getActualTypeArguments()[0] != String.class;
    }
    return component.getType() == Object.class
        || component.getType().isAnnotationPresent(Inventory.class);
  }

  private record Shape(@Nullable String schemaName, List<Child> children) {}

  private record Child(String name, Method accessor) {
    @Nullable Object value(Object parent) {
      try {
        return accessor.invoke(parent);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
