package org.strongroom.api.inventory;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.Field;
import org.strongroom.api.Inventory;
import org.strongroom.api.Inventory.Relation;
import org.strongroom.api.SchemaNamed;

/** A backup storage (Inventory; SFTP Backup Storage). */
@Inventory(
    schema = "org.zstack.header.storage.backup.BackupStorageInventory",
    relations = {
      @Relation(name = "zone", inventory = ZoneInventory.class),
      @Relation(name = "image", inventory = ImageInventory.class),
      @Relation(name = "volumeSnapshot", inventory = VolumeSnapshotInventory.class),
      @Relation(name = "imageRef", inventory = ImageBackupStorageRefInventory.class, hidden = true),
      @Relation(
          name = "volumeSnapshotRef",
          inventory = VolumeSnapshotBackupStorageRefInventory.class,
          hidden = true)
    })
public record BackupStorageInventory(
    @Field("its uuid, 32 hexadecimal digits") String uuid,
    @Field("its name") String name,
    @Field("more about it") @Nullable String description,
    @Field("where it keeps its bytes") String url,
    @Field(
            "size of the file system under the url, in bytes; of an object store what was given, or"
                + " the quota that it tells, or 9007199254740991 where nothing bounds it")
        long totalCapacity,
    @Field("total less the real sizes of what is kept and less reservations, in bytes")
        long availableCapacity,
    @Field(value = "bytes that the file system itself has free", since = "1.0")
        long availablePhysicalCapacity,
    @Field(
            value = "type of the storage",
            choices = {
              "SftpBackupStorage",
              "FileSystemBackupStorage",
              "S3BackupStorage",
              "SwiftBackupStorage"
            })
        String type,
    @Field(
            value = "what the administrator wants",
            choices = {"Enabled", "Disabled"})
        String state,
    @Field(
            value =
                "the kind of maintenance of a storage that is Disabled for it: it is still read;"
                    + " Draining: and running work may end. Absent without",
            choices = {"ReadOnly", "Draining"},
            since = "1.0")
        @Nullable String maintenance,
    @Field(
            value = "what the command channel says",
            choices = {"Connecting", "Connected", "Disconnected"})
        String status,
    @Field(value = "why the status is what it is; absent when all is well", since = "1.0")
        @Nullable String statusReason,
    @Field("the zones it is attached to") List<String> attachedZoneUuids,
    @Field("SFTP only: IP address or DNS name") @Nullable String hostname,
    @Field("SFTP: SSH user; object stores: access key or user") @Nullable String username,
    @Field("SFTP only: SSH port") @Nullable Integer sshPort,
    @Field(value = "SFTP only: SHA-256 fingerprint of the pinned host key", since = "1.0")
        @Nullable String hostKeyFingerprint,
    @Field(
            value =
                "SFTP only: fingerprint of another key that the server showed last; the storage"
                    + " stays Disconnected until it is accepted",
            since = "1.0")
        @Nullable String presentedHostKeyFingerprint,
    @Field(
            value =
                "SFTP only: used although its server may be unable to bring files to the disk, so"
                    + " that a power cut there may lose what was acknowledged",
            since = "1.0")
        boolean allowUnsynced,
    @Field(
            value =
                "object stores only: url of the store; for Swift the one where tokens are given",
            since = "1.0")
        @Nullable String endpoint,
    @Field(value = "object stores only: bucket or container", since = "1.0")
        @Nullable String bucketName,
    @Field(value = "object stores only: what the names of its objects begin with", since = "1.0")
        @Nullable String prefix,
    @Field(value = "object stores only: region", since = "1.0") @Nullable String region,
    @Field(value = "bytes of its repository of volume snapshots; absent without one", since = "1.0")
        @Nullable Long repositorySize,
    @Field(
            value =
                "of them, what one volume snapshot needs alone, as the last clean-up found; absent"
                    + " before the first",
            since = "1.0")
        @Nullable Long repositoryUniqueSize,
    @Field(value = "what several volume snapshots need, likewise", since = "1.0")
        @Nullable Long repositorySharedSize,
    @Field(
            value =
                "what no volume snapshot needs, likewise: CleanRepository brings it back by and by",
            since = "1.0")
        @Nullable Long repositoryReclaimableSize,
    @Field("when it was made") Instant createDate,
    @Field("when it was last changed") Instant lastOpDate)
    implements SchemaNamed {

  @Override
  public String schemaName() {
    return type.equals("SftpBackupStorage")
        ? "org.zstack.storage.backup.sftp.SftpBackupStorageInventory"
        : "org.zstack.header.storage.backup.BackupStorageInventory";
  }
}
