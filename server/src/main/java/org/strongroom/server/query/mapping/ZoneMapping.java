package org.strongroom.server.query.mapping;

import static org.strongroom.server.catalog.content.VolumeTable.VOLUME;
import static org.strongroom.server.catalog.storage.BackupStorageTable.BACKUP_STORAGE;
import static org.strongroom.server.catalog.storage.BackupStorageZoneTable.BACKUP_STORAGE_ZONE;
import static org.strongroom.server.catalog.storage.ZoneTable.ZONE;

import org.strongroom.api.ResourceType;
import org.strongroom.api.inventory.ZoneInventory;
import org.strongroom.server.query.Join;
import org.strongroom.server.query.Mapping;

final class ZoneMapping {
  private ZoneMapping() {}

  static Mapping<ZoneInventory> mapping() {
    return Tags.on(Mapping.of(ZoneInventory.class, ZONE), ResourceType.ZONE, ZONE.UUID)
        .uuid("uuid", ZONE.UUID)
        .text("name", ZONE.NAME)
        .text("description", ZONE.DESCRIPTION)
        .text("state", ZONE.STATE)
        .constant("type", "zstack")
        .bool("isDefault", ZONE.IS_DEFAULT)
        .instant("createDate", ZONE.CREATED)
        .instant("lastOpDate", ZONE.UPDATED)
        .related(
            "backupStorage",
            Join.through(
                ZONE.UUID,
                BACKUP_STORAGE_ZONE.ZONE_UUID,
                BACKUP_STORAGE_ZONE.BACKUP_STORAGE_UUID,
                BACKUP_STORAGE.UUID))
        .related("volume", Join.direct(ZONE.UUID, VOLUME.ZONE_UUID))
        .madeAt(ZONE.CREATED)
        .key(ZONE.UUID)
        .done();
  }
}
