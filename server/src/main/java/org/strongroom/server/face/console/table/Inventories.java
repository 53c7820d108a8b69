package org.strongroom.server.face.console.table;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.Field;
import org.strongroom.api.Inventory;

/** What inventories declare of themselves, and what they hold. */
public final class Inventories {
  private static final ClassValue<Map<String, RecordComponent>> COMPONENTS =
      new ClassValue<>() {
        @Override
        protected Map<String, RecordComponent> computeValue(Class<?> type) {
          Map<String, RecordComponent> found = new LinkedHashMap<>();
          for (RecordComponent component : type.getRecordComponents()) {
            found.put(component.getName(), component);
          }
          return found;
        }
      };

  private Inventories() {}

  /** The fields of an inventory in the order of their declaration. */
  public static List<String> fields(Class<?> inventory) {
    return List.copyOf(COMPONENTS.get(inventory).keySet());
  }

  /** The type of a field, if there is one of this name. */
  public static Optional<Class<?>> type(Class<?> inventory, String field) {
    return component(inventory, field).map(RecordComponent::getType);
  }

  private static Optional<RecordComponent> component(Class<?> inventory, String field) {
    return Optional.ofNullable(COMPONENTS.get(inventory).get(field));
  }

  /** What a field means. */
  public static String help(Class<?> inventory, String field) {
    return declared(inventory, field).map(Field::value).orElse("");
  }

  /** The values that a field can have, if they are few. */
  public static List<String> choices(Class<?> inventory, String field) {
    return declared(inventory, field).map(each -> List.of(each.choices())).orElse(List.of());
  }

  private static Optional<Field> declared(Class<?> inventory, String field) {
    return component(inventory, field).map(component -> component.getAnnotation(Field.class));
  }

  /** The field that a path of relations leads to: {@code backupStorage.name}. */
  public static Optional<Class<?>> typeAt(Class<?> inventory, String path) {
    Class<?> at = inventory;
    String rest = path;
    for (int dot = rest.indexOf('.'); dot >= 0; dot = rest.indexOf('.')) {
      Optional<Class<?>> next = related(at, rest.substring(0, dot));
      if (next.isEmpty()) {
        return Optional.empty();
      }
      at = next.get();
      rest = rest.substring(dot + 1);
    }
    return type(at, rest);
  }

  private static Optional<Class<?>> related(Class<?> inventory, String relation) {
    for (Inventory.Relation each : inventory.getAnnotation(Inventory.class).relations()) {
      if (each.name().equals(relation)) {
        return Optional.of(each.inventory());
      }
    }
    return Optional.empty();
  }

  /** Conditions to begin with: each choice of each field, and names of what it is related to. */
  public static List<String> suggestions(Class<?> inventory) {
    List<String> found = new ArrayList<>();
    for (String field : fields(inventory)) {
      choices(inventory, field).forEach(choice -> found.add(field + "=" + choice));
    }
    for (String field : fields(inventory)) {
      Class<?> type = type(inventory, field).orElse(Object.class);
      if (type == java.time.Instant.class) {
        found.add(field + ">-24h");
      } else if (type == long.class || type == Long.class) {
        found.add(field + ">1G");
      } else if (type == String.class && choices(inventory, field).isEmpty()) {
        found.add(field + "~=");
      }
    }
    for (Inventory.Relation each : inventory.getAnnotation(Inventory.class).relations()) {
      if (!each.hidden() && type(each.inventory(), "name").isPresent()) {
        found.add(each.name() + ".name~=");
      }
    }
    return found;
  }

  /** The value of a field. */
  public static @Nullable Object value(Record row, String field) {
    RecordComponent component = COMPONENTS.get(row.getClass()).get(field);
    if (component == null) {
      throw new IllegalArgumentException(row.getClass() + " has no field " + field);
    }
    try {
      return component.getAccessor().invoke(row);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A field that is a text; empty if it is absent. */
  public static String text(Record row, String field) {
    Object value = value(row, field);
    return value == null ? "" : value.toString();
  }
}
