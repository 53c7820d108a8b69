package org.strongroom.server.query.mapping;

import static org.strongroom.server.catalog.system.GlobalConfigTable.GLOBAL_CONFIG;

import org.strongroom.api.inventory.GlobalConfigInventory;
import org.strongroom.server.query.Mapping;

final class GlobalConfigMapping {
  private GlobalConfigMapping() {}

  static Mapping<GlobalConfigInventory> mapping() {
    return Mapping.of(GlobalConfigInventory.class, GLOBAL_CONFIG)
        .number("id", GLOBAL_CONFIG.ID)
        .text("name", GLOBAL_CONFIG.NAME)
        .text("category", GLOBAL_CONFIG.CATEGORY)
        .text("description", GLOBAL_CONFIG.DESCRIPTION)
        .text("defaultValue", GLOBAL_CONFIG.DEFAULT_VALUE)
        .text("value", GLOBAL_CONFIG.VALUE)
        .key(GLOBAL_CONFIG.ID)
        .done();
  }
}
