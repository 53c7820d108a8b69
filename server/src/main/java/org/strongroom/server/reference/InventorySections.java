package org.strongroom.server.reference;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.Field;
import org.strongroom.api.Inventory;
import org.strongroom.api.Inventory.Relation;
import org.strongroom.api.OperationModel;

/** What the reference tells about inventories: their fields, and where queries can go from them. */
final class InventorySections {
  private InventorySections() {}

  static void write(Markdown text, List<OperationModel> operations) {
    for (Class<?> inventory : inventories(operations)) {
      Inventory declared = inventory.getAnnotation(Inventory.class);
      text.heading(3, inventory.getSimpleName());
      text.paragraph("In `schema`: `" + declared.schema() + "`.");
      text.table(
          List.of("field", "type", "values", "meaning", "since"),
          Arrays.stream(inventory.getRecordComponents())
              .filter(component -> component.isAnnotationPresent(Field.class))
              .map(InventorySections::row)
              .toList());
      List<String> relations =
          Arrays.stream(declared.relations())
              .filter(relation -> !relation.hidden())
              .map(relation -> "`" + relation.name() + "` to " + link(relation.inventory()))
              .toList();
      if (!relations.isEmpty()) {
        text.paragraph("Relations that queries can follow:");
        text.items(relations);
      }
    }
  }

  /** All inventories that replies or relations lead to, by name. */
  private static List<Class<?>> inventories(List<OperationModel> operations) {
    Set<Class<?>> found = new LinkedHashSet<>();
    operations.forEach(operation -> add(operation.replyType(), found));
    return found.stream().sorted(Comparator.comparing(Class::getSimpleName)).toList();
  }

  private static void add(Type type, Set<Class<?>> found) {
    if (type instanceof ParameterizedType generic) {
      Stream.of(generic.getActualTypeArguments()).forEach(argument -> add(argument, found));
    } else if (type instanceof Class<?> record && record.isRecord()) {
      @Nullable Inventory declared = record.getAnnotation(Inventory.class);
      if (declared == null || found.add(record)) {
        Stream.of(record.getRecordComponents()).forEach(c -> add(c.getGenericType(), found));
      }
      if (declared != null) {
        for (Relation relation : declared.relations()) {
          if (!found.contains(relation.inventory())) {
            add(relation.inventory(), found);
          }
        }
      }
    }
  }

  private static List<String> row(RecordComponent component) {
    Field field = component.getAnnotation(Field.class);
    return Markdown.cells(
        "`" + component.getName() + "`",
        type(component.getGenericType()),
        Markdown.codes(List.of(field.choices())),
        field.value(),
        field.since());
  }

  private static String type(Type type) {
    if (type instanceof ParameterizedType generic) {
      return generic.getRawType() == List.class
          ? "list: " + type(generic.getActualTypeArguments()[0])
          : "map";
    }
    if (type == Instant.class) {
      return "time";
    }
    if (type == boolean.class || type == Boolean.class) {
      return "true or false";
    }
    if (type == String.class) {
      return "text";
    }
    return type instanceof Class<?> known && known.isAnnotationPresent(Inventory.class)
        ? link(known)
        : "number";
  }

  static String link(Class<?> inventory) {
    String name = inventory.getSimpleName();
    return inventory.isAnnotationPresent(Inventory.class)
        ? "[" + name + "](#" + name.toLowerCase(Locale.ROOT) + ")"
        : name;
  }
}
