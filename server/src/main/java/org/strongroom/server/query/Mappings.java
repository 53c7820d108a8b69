package org.strongroom.server.query;

import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.strongroom.server.query.Mapping.Relation;

/** The mappings of all inventories that can be queried. */
public final class Mappings {
  private final Map<Class<?>, Mapping<?>> byInventory;

  /**
   * @throws IllegalStateException if a relation leads to an inventory that has no mapping
   */
  public Mappings(Collection<? extends Mapping<?>> mappings) {
    byInventory =
        mappings.stream().collect(Collectors.toMap(Mapping::inventory, Function.identity()));
    mappings.stream()
        .flatMap(mapping -> mapping.relations().values().stream())
        .forEach(this::target);
  }

  /**
   * @throws IllegalStateException if such inventories can not be queried
   */
  @SuppressWarnings("unchecked")
  <T extends Record> Mapping<T> of(Class<T> inventory) {
    Mapping<?> mapping = byInventory.get(inventory);
    if (mapping == null) {
      throw new IllegalStateException(inventory.getSimpleName() + " has no mapping");
    }
    return (Mapping<T>) mapping;
  }

  Mapping<?> target(Relation relation) {
    return of(relation.inventory());
  }
}
