package org.strongroom.server.query.mapping;

import static org.strongroom.server.catalog.system.TagTable.TAG;

import org.strongroom.api.inventory.SystemTagInventory;
import org.strongroom.server.query.Mapping;
import org.strongroom.server.query.Restriction;

final class SystemTagMapping {
  private SystemTagMapping() {}

  static Mapping<SystemTagInventory> mapping() {
    return Mapping.of(SystemTagInventory.class, TAG)
        .only(Restriction.equal(TAG.KIND, Tags.SYSTEM))
        .uuid("uuid", TAG.UUID)
        .uuid("resourceUuid", TAG.RESOURCE_UUID)
        .text("resourceType", TAG.RESOURCE_TYPE)
        .text("tag", TAG.TEXT)
        .text("type", TAG.KIND)
        .bool("inherent", TAG.INHERENT)
        .instant("createDate", TAG.CREATED)
        .instant("lastOpDate", TAG.UPDATED)
        .madeAt(TAG.CREATED)
        .key(TAG.UUID)
        .done();
  }
}
