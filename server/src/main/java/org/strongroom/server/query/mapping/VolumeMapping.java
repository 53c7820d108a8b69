package org.strongroom.server.query.mapping;

import static java.util.Objects.requireNonNull;
import static org.strongroom.server.catalog.content.VolumeSnapshotTable.VOLUME_SNAPSHOT;
import static org.strongroom.server.catalog.content.VolumeTable.VOLUME;
import static org.strongroom.server.catalog.storage.ZoneTable.ZONE;

import org.strongroom.api.ResourceType;
import org.strongroom.api.inventory.VolumeInventory;
import org.strongroom.server.query.Join;
import org.strongroom.server.query.Mapping;

final class VolumeMapping {
  private VolumeMapping() {}

  static Mapping<VolumeInventory> mapping() {
    return Tags.on(Mapping.of(VolumeInventory.class, VOLUME), ResourceType.VOLUME, VOLUME.UUID)
        .uuid("uuid", VOLUME.UUID)
        .text("name", VOLUME.NAME)
        .text("description", VOLUME.DESCRIPTION)
        .uuid("zoneUuid", VOLUME.ZONE_UUID)
        .text("type", VOLUME.TYPE)
        .text("format", VOLUME.FORMAT)
        .number("size", VOLUME.SIZE)
        .number("actualSize", VOLUME.ACTUAL_SIZE)
        .text("url", VOLUME.URL)
        .computed("hostKeyFingerprint", VOLUME.HOST_KEY, Fingerprint::of)
        .text("state", VOLUME.STATE)
        .text("status", VOLUME.STATUS)
        .instant("createDate", VOLUME.CREATED)
        .instant("lastOpDate", VOLUME.UPDATED)
        .related("zone", Join.direct(VOLUME.ZONE_UUID, ZONE.UUID))
        .related("volumeSnapshot", Join.direct(VOLUME.UUID, VOLUME_SNAPSHOT.VOLUME_UUID))
        .ownership((account, row) -> requireNonNull(row.field(VOLUME.ACCOUNT_UUID)).eq(account))
        .madeAt(VOLUME.CREATED)
        .key(VOLUME.UUID)
        .done();
  }
}
