package org.strongroom.server.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.strongroom.server.catalog.storage.ZoneTable.ZONE;

import org.junit.jupiter.api.Test;
import org.strongroom.api.inventory.ZoneInventory;
import org.strongroom.api.registry.Operations;
import org.strongroom.server.query.mapping.CatalogMappings;

class CatalogMappingsTest {
  @Test
  void everyInventoryThatCanBeQueriedIsMapped() {
    Mappings mappings = CatalogMappings.all();
    assertThat(Operations.all().stream().flatMap(operation -> operation.queried().stream()))
        .isNotEmpty()
        .allSatisfy(inventory ->
            assertThat(mappings.of(inventory.asSubclass(Record.class)).fields()).isNotEmpty());
  }

  @Test
  void aFieldThatIsMissingIsFound() {
    assertThatThrownBy(() ->
            Mapping.of(ZoneInventory.class, ZONE).uuid("uuid", ZONE.UUID).key(ZONE.UUID).done())
        .hasMessageContaining("ZoneInventory");
  }

  @Test
  void aFieldThatTheInventoryLacksIsRefused() {
    assertThatThrownBy(() -> Mapping.of(ZoneInventory.class, ZONE).uuid("colour", ZONE.UUID))
        .hasMessageContaining("colour");
  }
}
