package org.strongroom.server.query;

import static org.strongroom.server.catalog.content.ImageCopyTable.IMAGE_COPY;
import static org.strongroom.server.catalog.content.ImageTable.IMAGE;
import static org.strongroom.server.catalog.content.VolumeSnapshotCopyTable.VOLUME_SNAPSHOT_COPY;
import static org.strongroom.server.catalog.content.VolumeSnapshotTable.VOLUME_SNAPSHOT;
import static org.strongroom.server.catalog.storage.BackupStorageTable.BACKUP_STORAGE;
import static org.strongroom.server.catalog.storage.BackupStorageZoneTable.BACKUP_STORAGE_ZONE;
import static org.strongroom.server.catalog.storage.ZoneTable.ZONE;
import static org.strongroom.server.catalog.system.TagTable.TAG;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.ResourceType;

/** Writes rows into a catalog; the uuid of each comes from its name. */
public record SampleCatalog(DSLContext sql) {
  static final Instant START = Instant.parse("2015-06-01T15:42:26.250Z");
  static final String HOST_KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl";

  static String uuid(String name) {
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8))
        .toString()
        .replace("-", "");
  }

  private static long after(int seconds) {
    return START.plusSeconds(seconds).toEpochMilli();
  }

  void zone(String name, String state, int seconds) {
    sql.insertInto(ZONE)
        .set(ZONE.UUID, uuid(name))
        .set(ZONE.NAME, name)
        .set(ZONE.STATE, state)
        .set(ZONE.IS_DEFAULT, name.equals("zone1"))
        .set(ZONE.CREATED, after(seconds))
        .set(ZONE.UPDATED, after(seconds))
        .execute();
  }

  public void storage(
      String name,
      @Nullable String description,
      String state,
      String status,
      @Nullable String hostname,
      long total,
      long used,
      int seconds) {
    sql.insertInto(BACKUP_STORAGE)
        .set(BACKUP_STORAGE.UUID, uuid(name))
        .set(BACKUP_STORAGE.NAME, name)
        .set(BACKUP_STORAGE.DESCRIPTION, description)
        .set(BACKUP_STORAGE.URL, "/storage/" + name)
        .set(
            BACKUP_STORAGE.TYPE, hostname == null ? "FileSystemBackupStorage" : "SftpBackupStorage")
        .set(BACKUP_STORAGE.STATE, state)
        .set(BACKUP_STORAGE.STATUS, status)
        .set(BACKUP_STORAGE.TOTAL_CAPACITY, total)
        .set(BACKUP_STORAGE.FREE_CAPACITY, total)
        .set(BACKUP_STORAGE.USED_CAPACITY, used)
        .set(BACKUP_STORAGE.RESERVED, 10L)
        .set(BACKUP_STORAGE.HOSTNAME, hostname)
        .set(BACKUP_STORAGE.USERNAME, hostname == null ? null : "root")
        .set(BACKUP_STORAGE.SSH_PORT, hostname == null ? null : 22)
        .set(BACKUP_STORAGE.HOST_KEY, hostname == null ? null : HOST_KEY)
        .set(BACKUP_STORAGE.RECONNECT_ATTEMPTS, 0)
        .set(BACKUP_STORAGE.CREATED, after(seconds))
        .set(BACKUP_STORAGE.UPDATED, after(seconds))
        .execute();
  }

  void attach(String storage, String zone) {
    sql.insertInto(BACKUP_STORAGE_ZONE)
        .set(BACKUP_STORAGE_ZONE.BACKUP_STORAGE_UUID, uuid(storage))
        .set(BACKUP_STORAGE_ZONE.ZONE_UUID, uuid(zone))
        .set(BACKUP_STORAGE_ZONE.CREATED, after(0))
        .execute();
  }

  public void image(
      String name,
      @Nullable String description,
      @Nullable String platform,
      long size,
      boolean system,
      int seconds) {
    sql.insertInto(IMAGE)
        .set(IMAGE.UUID, uuid(name))
        .set(IMAGE.NAME, name)
        .set(IMAGE.DESCRIPTION, description)
        .set(IMAGE.STATE, "Enabled")
        .set(IMAGE.STATUS, "Ready")
        .set(IMAGE.SIZE, size)
        .set(IMAGE.ACTUAL_SIZE, size / 2)
        .set(IMAGE.URL, "http://example.org/" + name)
        .set(IMAGE.MEDIA_TYPE, "RootVolumeTemplate")
        .set(IMAGE.PLATFORM, platform)
        .set(IMAGE.IS_SYSTEM, system)
        .set(IMAGE.VIRTIO, true)
        .set(IMAGE.ACCOUNT_UUID, uuid("admin"))
        .set(IMAGE.CREATED, after(seconds))
        .set(IMAGE.UPDATED, after(seconds))
        .execute();
  }

  public void copy(String image, String storage, String status, @Nullable String exportUrl) {
    sql.insertInto(IMAGE_COPY)
        .set(IMAGE_COPY.IMAGE_UUID, uuid(image))
        .set(IMAGE_COPY.BACKUP_STORAGE_UUID, uuid(storage))
        .set(IMAGE_COPY.INSTALL_PATH, "/storage/" + storage + "/" + image)
        .set(IMAGE_COPY.STATUS, status)
        .set(IMAGE_COPY.SIZE, 1L)
        .set(IMAGE_COPY.EXPORT_URL, exportUrl)
        .set(IMAGE_COPY.CREATED, after(0))
        .set(IMAGE_COPY.UPDATED, after(0))
        .execute();
  }

  void snapshot(String name, String storage) {
    sql.insertInto(VOLUME_SNAPSHOT)
        .set(VOLUME_SNAPSHOT.UUID, uuid(name))
        .set(VOLUME_SNAPSHOT.NAME, name)
        .set(VOLUME_SNAPSHOT.TYPE, "Hypervisor")
        .set(VOLUME_SNAPSHOT.VOLUME_UUID, uuid("volume of " + name))
        .set(VOLUME_SNAPSHOT.LATEST, true)
        .set(VOLUME_SNAPSHOT.SIZE, 5L)
        .set(VOLUME_SNAPSHOT.DISTANCE, 1)
        .set(VOLUME_SNAPSHOT.STATE, "Enabled")
        .set(VOLUME_SNAPSHOT.STATUS, "Ready")
        .set(VOLUME_SNAPSHOT.CREATED, after(0))
        .set(VOLUME_SNAPSHOT.UPDATED, after(0))
        .execute();
    sql.insertInto(VOLUME_SNAPSHOT_COPY)
        .set(VOLUME_SNAPSHOT_COPY.VOLUME_SNAPSHOT_UUID, uuid(name))
        .set(VOLUME_SNAPSHOT_COPY.BACKUP_STORAGE_UUID, uuid(storage))
        .set(VOLUME_SNAPSHOT_COPY.INSTALL_PATH, "/storage/" + storage + "/" + name)
        .set(VOLUME_SNAPSHOT_COPY.SIZE, 5L)
        .execute();
  }

  void tag(String kind, String resource, String text) {
    tag(kind, ResourceType.BACKUP_STORAGE, resource, text);
  }

  void tag(String kind, ResourceType type, String resource, String text) {
    sql.insertInto(TAG)
        .set(TAG.UUID, uuid(kind + resource + text))
        .set(TAG.RESOURCE_UUID, uuid(resource))
        .set(TAG.RESOURCE_TYPE, type.entityName())
        .set(TAG.KIND, kind)
        .set(TAG.TEXT, text)
        .set(TAG.INHERENT, false)
        .set(TAG.CREATED, after(0))
        .set(TAG.UPDATED, after(0))
        .execute();
  }
}
