package org.strongroom.server.query.mapping;

import java.util.List;
import org.strongroom.api.inventory.ImageBackupStorageRefInventory;
import org.strongroom.api.inventory.VolumeSnapshotBackupStorageRefInventory;
import org.strongroom.server.query.Mapping;
import org.strongroom.server.query.Mappings;

/** The mappings of all inventories that lie in the catalog. */
public final class CatalogMappings {
  private CatalogMappings() {}

  public static Mappings all() {
    Mapping<ImageBackupStorageRefInventory> imageCopies = ImageBackupStorageRefMapping.mapping();
    Mapping<VolumeSnapshotBackupStorageRefInventory> snapshotCopies =
        VolumeSnapshotBackupStorageRefMapping.mapping();
    return new Mappings(
        List.of(
            BackupStorageMapping.mapping(),
            ZoneMapping.mapping(),
            ImageMapping.mapping(imageCopies),
            imageCopies,
            VolumeMapping.mapping(),
            VolumeSnapshotMapping.mapping(snapshotCopies),
            snapshotCopies,
            SnapshotTreeMappings.trees(),
            SnapshotTreeMappings.groups(),
            SnapshotTreeMappings.primaryStorages(),
            UserTagMapping.mapping(),
            SystemTagMapping.mapping(),
            GlobalConfigMapping.mapping(),
            AccountMapping.mapping(),
            ManagementNodeMapping.mapping(),
            LongJobMapping.mapping(),
            EventMapping.mapping(),
            AuditMapping.mapping(),
            ProjectMapping.mapping(),
            RoleAssignmentMapping.mapping(),
            BackupNodeMapping.mapping(),
            BucketMapping.mapping(),
            ImageBackupMapping.mapping(),
            NotificationTargetMapping.mapping(),
            NotificationDeliveryMapping.mapping(),
            ScheduleMapping.mapping(),
            OpenSessionMapping.mapping()));
  }
}
