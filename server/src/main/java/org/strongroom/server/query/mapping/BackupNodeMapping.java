package org.strongroom.server.query.mapping;

import static org.strongroom.server.catalog.storage.RegisteredNodeTable.REGISTERED_NODE;

import org.strongroom.api.inventory.BackupNodeInventory;
import org.strongroom.server.query.Mapping;

final class BackupNodeMapping {
  private BackupNodeMapping() {}

  static Mapping<BackupNodeInventory> mapping() {
    return Mapping.of(BackupNodeInventory.class, REGISTERED_NODE)
        .uuid("uuid", REGISTERED_NODE.UUID)
        .number("id", REGISTERED_NODE.NUMBER)
        .uuid("projectUuid", REGISTERED_NODE.PROJECT_UUID)
        .text("displayName", REGISTERED_NODE.DISPLAY_NAME)
        .text("accessIp", REGISTERED_NODE.ACCESS_IP)
        .number("sshPort", REGISTERED_NODE.SSH_PORT)
        .text("userId", REGISTERED_NODE.USER_ID)
        .text("password", REGISTERED_NODE.SHOWN_PASSWORD)
        .text("backupNodeId", REGISTERED_NODE.HOST_NAME)
        .computed("uniqueId", REGISTERED_NODE.HOST_KEY, Fingerprint::md5Of)
        .text("cosDefault", REGISTERED_NODE.COS_DEFAULT)
        .text("state", REGISTERED_NODE.STATE)
        .text("status", REGISTERED_NODE.STATUS)
        .text("statusReason", REGISTERED_NODE.STATUS_REASON)
        .text("statusReasonKind", REGISTERED_NODE.STATUS_REASON_KIND)
        .number("totalCapacity", REGISTERED_NODE.TOTAL_CAPACITY)
        .number("availableCapacity", REGISTERED_NODE.AVAILABLE_CAPACITY)
        .number("availablePhysicalCapacity", REGISTERED_NODE.FREE_CAPACITY)
        .instant("createDate", REGISTERED_NODE.CREATED)
        .instant("lastOpDate", REGISTERED_NODE.UPDATED)
        .instant("registeredDate", REGISTERED_NODE.REGISTERED)
        .madeAt(REGISTERED_NODE.CREATED)
        .key(REGISTERED_NODE.NUMBER)
        .done();
  }
}
