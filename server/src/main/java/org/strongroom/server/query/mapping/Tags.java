package org.strongroom.server.query.mapping;

import static org.strongroom.server.catalog.system.TagTable.TAG;

import org.jooq.TableField;
import org.strongroom.api.ResourceType;
import org.strongroom.server.query.MappingBuilder;
import org.strongroom.server.query.OwnedTexts;
import org.strongroom.server.query.Restriction;

/** The tags of whatever has a uuid. */
final class Tags {
  static final String USER = "User";
  static final String SYSTEM = "System";

  private Tags() {}

  /** Lets conditions ask for tags. */
  static <T extends Record> MappingBuilder<T> on(
      MappingBuilder<T> mapping, ResourceType type, TableField<?, String> uuid) {
    return mapping
        .pseudo("__userTag__", of(USER, type, uuid))
        .pseudo("__systemTag__", of(SYSTEM, type, uuid));
  }

  static OwnedTexts of(String kind, ResourceType type, TableField<?, String> uuid) {
    Restriction ofKind = Restriction.equal(TAG.KIND, kind);
    Restriction ofType = Restriction.equal(TAG.RESOURCE_TYPE, type.entityName());
    return new OwnedTexts(
        uuid, TAG.RESOURCE_UUID, TAG.TEXT, row -> ofKind.in(row).and(ofType.in(row)));
  }
}
