package org.strongroom.cli.call;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.strongroom.api.Field;
import org.strongroom.api.Inventory;

/**
 * What queries can ask of an inventory.
 *
 * @param fields its fields by name
 * @param relations the inventories that can be reached from it, by the relation's name; those that
 *     are not to be offered are left out
 * @param reachable all of them
 */
public record QueryFields(
    Map<String, QueryField> fields,
    Map<String, Class<?>> relations,
    Map<String, Class<?>> reachable) {

  /** A field: what it means and which values it can have, if they are few. */
  public record QueryField(String description, List<String> choices) {
    /** Whether it is true or false. */
    boolean isTruth() {
      return choices.equals(TRUTH);
    }
  }

  private static final List<String> TRUTH = List.of("true", "false");

  public static QueryFields of(Class<?> inventory) {
    Map<String, QueryField> fields = new LinkedHashMap<>();
    for (RecordComponent component : inventory.getRecordComponents()) {
      Field declared = component.getAnnotation(Field.class);
      if (declared != null && !holdsRecords(component)) {
        fields.put(component.getName(), new QueryField(declared.value(), choices(component)));
      }
    }
    fields.put("__userTag__", new QueryField("text of a user tag on it", List.of()));
    fields.put("__systemTag__", new QueryField("text of a system tag on it", List.of()));
    Map<String, Class<?>> relations = new LinkedHashMap<>();
    Map<String, Class<?>> reachable = new LinkedHashMap<>();
    Inventory declared = inventory.getAnnotation(Inventory.class);
    if (declared != null) {
      Arrays.stream(declared.relations())
          .forEach(relation -> reachable.put(relation.name(), relation.inventory()));
      Arrays.stream(declared.relations())
          .filter(relation -> !relation.hidden())
          .forEach(relation -> relations.put(relation.name(), relation.inventory()));
    }
    return new QueryFields(fields, relations, reachable);
  }

  /**
   * What can be asked at the end of a path of relations.
   *
   * @param path names of relations; empty for the inventory itself
   * @return empty if one of the relations does not exist
   */
  public static Optional<QueryFields> at(Class<?> inventory, List<String> path) {
    QueryFields fields = of(inventory);
    for (String relation : path) {
      Class<?> next = fields.relations().get(relation);
      if (next == null) {
        return Optional.empty();
      }
      fields = of(next);
    }
    return Optional.of(fields);
  }

  private static List<String> choices(RecordComponent component) {
    Class<?> type = component.getType();
    if (type == boolean.class || type == Boolean.class) {
      return TRUTH;
    }
    return List.of(component.getAnnotation(Field.class).choices());
  }

  private static boolean holdsRecords(RecordComponent component) {
    return component.getType().isRecord()
        || (component.getGenericType() instanceof ParameterizedType list
            && list.getActualTypeArguments()[0] instanceof Class<?> item
            && item.isRecord());
  }
}
