package org.strongroom.server.query;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.Field;
import org.jooq.Table;

/**
 * Where an inventory lies in the catalog: its fields as columns, its relations as joins.
 *
 * @param noun what people call a row
 * @param ownership of rows that only their owner, and administrators, may ask about through
 *     relations
 * @param fields what conditions can be about, by name
 * @param sortable what rows can be sorted by, by name
 * @param relations by name
 * @param order the order of rows that were asked for in no other; unique
 * @param key the columns that make any other order certain, and the one that names a row first
 */
public record Mapping<T extends Record>(
    Class<T> inventory,
    String noun,
    Table<?> table,
    Restriction only,
    Optional<Ownership> ownership,
    Map<String, QueriedField> fields,
    Map<String, SortField> sortable,
    Map<String, Relation> relations,
    List<? extends Field<?>> order,
    List<? extends Field<?>> key,
    RowShape<T> shape) {

  /** A field to sort by. */
  record SortField(Column column, boolean nullable) {}

  /**
   * A way to other rows.
   *
   * @param hidden works but is not offered
   */
  record Relation(Join join, Class<? extends Record> inventory, boolean hidden) {}

  /** Begins the mapping of an inventory that lies in this table. */
  public static <T extends Record> MappingBuilder<T> of(Class<T> inventory, Table<?> table) {
    return new MappingBuilder<>(inventory, table);
  }
}
