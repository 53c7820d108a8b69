package org.strongroom.server.query;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jooq.Field;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/**
 * How the selected columns become an inventory: for each component of its record a source, in the
 * record's order.
 */
final class RowShape<T> {
  private final Source[] sources;
  private final List<String> names;
  private final int[] lists;
  private final int keyPlace;
  private final Constructor<T> constructor;

  /** Where a component comes from. */
  sealed interface Source {}

  record FromColumn(Column column, Cell cell) implements Source {}

  record Constant(Object value) implements Source {}

  record FromList(InnerList list) implements Source {}

  /** Null at first. */
  record Later() implements Source {}

  RowShape(Class<T> type, Map<String, Source> named) {
    RecordComponent[] components = type.getRecordComponents();
    sources = Arrays.stream(components).map(c -> source(type, c, named)).toArray(Source[]::new);
    names = Arrays.stream(components).map(RecordComponent::getName).toList();
    lists =
        IntStream.range(0, sources.length)
            .filter(place -> sources[place] instanceof FromList)
            .toArray();
    keyPlace = names.indexOf("uuid");
    constructor = constructor(type, components);
  }

  private static Source source(
      Class<?> type, RecordComponent component, Map<String, Source> named) {
    Source source = named.get(component.getName());
    if (source == null) {
      throw new IllegalStateException(
          type.getSimpleName() + " has the field " + component.getName() + " that is not mapped");
    }
    return source;
  }

  private static <T> Constructor<T> constructor(Class<T> type, RecordComponent[] components) {
    try {
      return type.getConstructor(
          Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("cannot make " + type, e);
    }
  }

  /** What to select, in the order in which rows are read. */
  List<? extends Field<?>> selected(Table<?> row) {
    return Arrays.stream(sources)
        .filter(FromColumn.class::isInstance)
        .map(source -> ((FromColumn) source).column().in(row))
        .toList();
  }

  /** The places of the components that are lists. */
  int[] lists() {
    return lists;
  }

  InnerList list(int place) {
    return ((FromList) sources[place]).list();
  }

  String name(int place) {
    return names.get(place);
  }

  List<String> names() {
    return names;
  }

  /** The place of the uuid, by which the items of lists find their row. */
  int keyPlace() {
    return keyPlace;
  }

  /** The components of the row; lists are empty yet. */
  @Nullable Object[] values(ResultSet row, int first) throws SQLException {
    @Nullable Object[] values = new @Nullable Object[sources.length];
    int column = first;
    for (int i = 0; i < sources.length; i++) {
      values[i] =
          switch (sources[i]) {
            case FromColumn from -> from.cell().read(row, column++);
            case Constant constant -> constant.value();
            case FromList _ -> List.of();
            case Later _ -> null;
          };
    }
    return values;
  }

  /** A row without lists. */
  T read(ResultSet row, int first) throws SQLException {
    return make(values(row, first));
  }

  T make(@Nullable Object[] values) {
    try {
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
