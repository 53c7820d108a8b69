package org.strongroom.server.face.powervc;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.inventory.ImageBackupInventory;
import org.strongroom.server.face.openstack.Exchange;
import org.strongroom.server.face.openstack.Times;

/**
 * Image backups in the form of volume backups, for clients that know nothing else. The image that
 * was packed stands where they look for the volume.
 */
final class VolumeBackupShape {
  static final String PATH = "/backups";

  /** Bytes in what sizes of volumes are told in. */
  static final long GIB = 1L << 30;

  private VolumeBackupShape() {}

  static Map<String, @Nullable Object> named(ImageBackupInventory backup, Exchange exchange) {
    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
    shown.put("id", backup.uuid());
    shown.put("name", backup.name());
    shown.put("links", ImageBackupShape.links(PATH + "/" + backup.uuid(), exchange));
    return shown;
  }

  static Map<String, @Nullable Object> detailed(ImageBackupInventory backup, Exchange exchange) {
    Map<String, @Nullable Object> shown = named(backup, exchange);
    shown.put("status", status(backup.status()));
    shown.put("size", (backup.diskSize() + GIB - 1) / GIB);
    shown.put("object_count", backup.diskCount());
    shown.put("availability_zone", "nova");
    shown.put("container", container(backup));
    shown.put("created_at", Times.ofRow(backup.createDate()));
    shown.put("updated_at", Times.ofRow(backup.lastOpDate()));
    shown.put("description", backup.description());
    shown.put("fail_reason", backup.failReason());
    shown.put("volume_id", backup.imageUuid());
    shown.put("is_incremental", false);
    shown.put("has_dependent_backups", false);
    shown.put("snapshot_id", null);
    shown.put("data_timestamp", Times.ofRow(backup.createDate()));
    if (exchange.version().atLeast(18)) {
      shown.put("os-backup-project-attr:project_id", backup.projectUuid());
    }
    if (exchange.version().atLeast(43)) {
      shown.put("metadata", Map.of());
    }
    if (exchange.version().atLeast(56)) {
      shown.put("user_id", null);
    }
    if (exchange.version().atLeast(64)) {
      shown.put("encryption_key_id", null);
    }
    return shown;
  }

  /** The node that has it, else the bucket. */
  private static @Nullable String container(ImageBackupInventory backup) {
    return backup.backupNodeId() != null
        ? "cinder-backup_" + backup.backupNodeId()
        : backup.bucketUuid();
  }

  /** Volume backups know fewer states; available always means that nothing goes on. */
  private static String status(String status) {
    return switch (status) {
      case "exporting", "uploading", "downloading" -> "creating";
      case "importing" -> "restoring";
      default -> status;
    };
  }
}
