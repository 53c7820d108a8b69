package org.strongroom.server.query.mapping;

import static org.strongroom.server.catalog.system.TagTable.TAG;

import org.strongroom.api.inventory.UserTagInventory;
import org.strongroom.server.query.Mapping;
import org.strongroom.server.query.Restriction;

final class UserTagMapping {
  private UserTagMapping() {}

  static Mapping<UserTagInventory> mapping() {
    return Mapping.of(UserTagInventory.class, TAG)
        .only(Restriction.equal(TAG.KIND, Tags.USER))
        .uuid("uuid", TAG.UUID)
        .uuid("resourceUuid", TAG.RESOURCE_UUID)
        .text("resourceType", TAG.RESOURCE_TYPE)
        .text("tag", TAG.TEXT)
        .text("type", TAG.KIND)
        .instant("createDate", TAG.CREATED)
        .instant("lastOpDate", TAG.UPDATED)
        .madeAt(TAG.CREATED)
        .key(TAG.UUID)
        .done();
  }
}
