package org.strongroom.server.query.mapping;

import static org.strongroom.server.catalog.system.ManagementNodeTable.MANAGEMENT_NODE;

import org.strongroom.api.managementnode.ManagementNodeInventory;
import org.strongroom.server.query.Mapping;

final class ManagementNodeMapping {
  private ManagementNodeMapping() {}

  static Mapping<ManagementNodeInventory> mapping() {
    return Mapping.of(ManagementNodeInventory.class, MANAGEMENT_NODE)
        .uuid("uuid", MANAGEMENT_NODE.UUID)
        .text("hostName", MANAGEMENT_NODE.HOST_NAME)
        .instant("joinDate", MANAGEMENT_NODE.JOINED)
        .instant("heartBeat", MANAGEMENT_NODE.HEART_BEAT)
        .madeAt(MANAGEMENT_NODE.JOINED)
        .key(MANAGEMENT_NODE.UUID)
        .done();
  }
}
