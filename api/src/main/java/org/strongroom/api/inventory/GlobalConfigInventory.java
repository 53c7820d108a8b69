package org.strongroom.api.inventory;

import org.strongroom.api.Field;
import org.strongroom.api.Inventory;

/** A global configuration. */
@Inventory(schema = "org.zstack.core.config.GlobalConfigInventory")
public record GlobalConfigInventory(
    @Field("number of the row") long id,
    @Field("its name") String name,
    @Field("its category") String category,
    @Field("what it sets, with the unit") String description,
    @Field("value unless changed") String defaultValue,
    @Field("value in force") String value) {}
