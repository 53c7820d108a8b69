package org.strongroom.server.query;

import static java.util.Objects.requireNonNull;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.Inventory;
import org.strongroom.server.query.RowShape.Constant;
import org.strongroom.server.query.RowShape.FromColumn;
import org.strongroom.server.query.RowShape.FromList;
import org.strongroom.server.query.RowShape.Later;
import org.strongroom.server.query.RowShape.Source;

/** Writes down where the fields and relations of an inventory are. */
public final class MappingBuilder<T extends Record> {
  private final Class<T> inventory;
  private final Table<?> table;
  private final Map<String, Source> sources = new LinkedHashMap<>();
  private final Map<String, QueriedField> fields = new LinkedHashMap<>();
  private final Map<String, Mapping.SortField> sortable = new LinkedHashMap<>();
  private final Map<String, Join> joins = new LinkedHashMap<>();
  private List<Field<?>> key = List.of();
  private Optional<Field<?>> made = Optional.empty();
  private Restriction only = Restriction.NONE;
  private Optional<Ownership> ownership = Optional.empty();

  MappingBuilder(Class<T> inventory, Table<?> table) {
    this.inventory = inventory;
    this.table = table;
  }

  public MappingBuilder<T> text(String name, TableField<?, String> column) {
    return column(name, ValueKind.TEXT, row -> Column.of(column, row));
  }

  public MappingBuilder<T> text(String name, Column expression) {
    return column(name, ValueKind.TEXT, expression);
  }

  /** The name of an operation. */
  public MappingBuilder<T> operation(String name, TableField<?, String> column) {
    return column(name, ValueKind.OPERATION, row -> Column.of(column, row));
  }

  public MappingBuilder<T> uuid(String name, TableField<?, String> column) {
    return column(name, ValueKind.UUID, row -> Column.of(column, row));
  }

  public MappingBuilder<T> number(String name, TableField<?, ? extends Number> column) {
    return column(name, ValueKind.NUMBER, row -> Column.of(column, row));
  }

  public MappingBuilder<T> number(String name, Column expression) {
    return column(name, ValueKind.NUMBER, expression);
  }

  public MappingBuilder<T> bool(String name, TableField<?, Boolean> column) {
    return column(name, ValueKind.BOOLEAN, row -> Column.of(column, row));
  }

  /** A time, kept as milliseconds since 1970. */
  public MappingBuilder<T> instant(String name, TableField<?, Long> column) {
    return column(name, ValueKind.INSTANT, row -> Column.of(column, row));
  }

  /** A time that few rows have; an index holds those. */
  public MappingBuilder<T> seldomInstant(String name, TableField<?, Long> column) {
    instant(name, column);
    fields.put(name, new ColumnField(row -> Column.of(column, row), ValueKind.INSTANT, true));
    return this;
  }

  private MappingBuilder<T> column(String name, ValueKind kind, Column column) {
    RecordComponent component = component(name);
    sources.put(name, new FromColumn(column, Cell.of(component)));
    queried(name, component, kind, column);
    return this;
  }

  private void queried(String name, RecordComponent component, ValueKind kind, Column column) {
    fields.put(name, new ColumnField(column, kind, false));
    sortable.put(
        name,
        new Mapping.SortField(
            row -> kind.sortable(column.in(row)),
            component.getAnnotatedType().isAnnotationPresent(Nullable.class)));
  }

  /** A field that says the same in each row. */
  public MappingBuilder<T> constant(String name, String value) {
    sources.put(name, new Constant(value));
    queried(name, component(name), ValueKind.TEXT, row -> DSL.inline(value));
    return this;
  }

  /**
   * A text that is computed from a column when a row is read; conditions can only ask whether it is
   * there.
   */
  public MappingBuilder<T> computed(
      String name, TableField<?, String> column, Function<String, String> computation) {
    component(name);
    sources.put(
        name,
        new FromColumn(
            row -> Column.of(column, row),
            (row, index) ->
                Optional.ofNullable(row.getString(index)).map(computation).orElse(null)));
    fields.put(name, new PresenceField(name, row -> Column.of(column, row)));
    return this;
  }

  /**
   * A value that is computed from an expression over columns when a row is read; conditions can
   * only ask whether the expression has a value.
   */
  public MappingBuilder<T> derived(
      String name, Column expression, Function<@Nullable String, ?> computation) {
    component(name);
    sources.put(
        name, new FromColumn(expression, (row, index) -> computation.apply(row.getString(index))));
    fields.put(name, new PresenceField(name, expression));
    return this;
  }

  /** A field that whoever asked fills in afterwards, and that conditions cannot be about. */
  public MappingBuilder<T> later(String name) {
    component(name);
    sources.put(name, new Later());
    return this;
  }

  /** A list of uuids that can be queried as one field. */
  public MappingBuilder<T> uuids(String name, OwnedTexts texts) {
    return texts(name, texts, ValueKind.UUID);
  }

  /** A list of texts that can be queried as one field. */
  public MappingBuilder<T> texts(String name, OwnedTexts texts) {
    return texts(name, texts, ValueKind.TEXT);
  }

  private MappingBuilder<T> texts(String name, OwnedTexts texts, ValueKind kind) {
    component(name);
    sources.put(name, new FromList(InnerList.of(texts)));
    fields.put(name, new ListField(texts, kind, false));
    return this;
  }

  /** A list of inventories; queried through a relation. */
  public MappingBuilder<T> list(String name, Mapping<?> items, TableField<?, String> owner) {
    component(name);
    sources.put(name, new FromList(InnerList.of(items, owner)));
    return this;
  }

  /**
   * A field that rows do not show: a condition asks for rows with such a text, a negative one for
   * rows without.
   */
  public MappingBuilder<T> pseudo(String name, OwnedTexts texts) {
    fields.put(name, new ListField(texts, ValueKind.TEXT, true));
    return this;
  }

  /** A relation that the inventory declares. */
  public MappingBuilder<T> related(String name, Join join) {
    joins.put(name, join);
    return this;
  }

  /** Only these rows of the table are such inventories. */
  public MappingBuilder<T> only(Restriction restriction) {
    only = restriction;
    return this;
  }

  /** Rows belong to accounts; ordinary ones reach only their own through relations. */
  public MappingBuilder<T> ownership(Ownership rows) {
    ownership = Optional.of(rows);
    return this;
  }

  /** The columns that name a row. */
  @SafeVarargs
  @SuppressWarnings("varargs")
  public final MappingBuilder<T> key(TableField<?, ?>... columns) {
    key = List.of(columns);
    return this;
  }

  /** When a row was made: rows come in this order unless asked for in another. */
  public MappingBuilder<T> madeAt(TableField<?, Long> column) {
    made = Optional.of(column);
    return this;
  }

  /**
   * The mapping.
   *
   * @throws IllegalStateException if a field or relation that the inventory declares is missing
   */
  public Mapping<T> done() {
    if (key.isEmpty()) {
      throw new IllegalStateException(inventory.getSimpleName() + " has no key");
    }
    return new Mapping<>(
        inventory,
        noun(inventory),
        table,
        only,
        ownership,
        Map.copyOf(fields),
        Map.copyOf(sortable),
        relations(),
        Stream.concat(made.stream(), key.stream()).toList(),
        key,
        new RowShape<>(inventory, sources));
  }

  private Map<String, Mapping.Relation> relations() {
    Map<String, Mapping.Relation> relations = new LinkedHashMap<>();
    for (Inventory.Relation declared :
        requireNonNull(inventory.getAnnotation(Inventory.class)).relations()) {
      Join join = joins.remove(declared.name());
      if (join == null) {
        throw new IllegalStateException(
            inventory.getSimpleName()
                + " has the relation "
                + declared.name()
                + " that is not mapped");
      }
      relations.put(
          declared.name(), new Mapping.Relation(join, declared.inventory(), declared.hidden()));
    }
    if (!joins.isEmpty()) {
      throw new IllegalStateException(
          inventory.getSimpleName() + " does not declare the relations " + joins.keySet());
    }
    return Map.copyOf(relations);
  }

  private RecordComponent component(String name) {
    return Arrays.stream(inventory.getRecordComponents())
        .filter(component -> component.getName().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException(inventory.getSimpleName() + " has no field " + name));
  }

  /** BackupStorageInventory becomes backup storage. */
  private static String noun(Class<?> inventory) {
    return inventory
        .getSimpleName()
        .replace("Inventory", "")
        .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
        .toLowerCase(Locale.ROOT);
  }
}
