package org.strongroom.server.query.mapping;

import static org.jooq.impl.DSL.case_;
import static org.jooq.impl.DSL.inline;
import static org.strongroom.server.catalog.content.ImageCopyTable.IMAGE_COPY;
import static org.strongroom.server.catalog.content.ImageTable.IMAGE;
import static org.strongroom.server.catalog.content.VolumeSnapshotCopyTable.VOLUME_SNAPSHOT_COPY;
import static org.strongroom.server.catalog.content.VolumeSnapshotTable.VOLUME_SNAPSHOT;
import static org.strongroom.server.catalog.storage.BackupStorageTable.BACKUP_STORAGE;
import static org.strongroom.server.catalog.storage.BackupStorageZoneTable.BACKUP_STORAGE_ZONE;
import static org.strongroom.server.catalog.storage.RepositoryTable.REPOSITORY;
import static org.strongroom.server.catalog.storage.ZoneTable.ZONE;

import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.strongroom.api.ResourceType;
import org.strongroom.api.inventory.BackupStorageInventory;
import org.strongroom.server.catalog.StorageScope;
import org.strongroom.server.query.Column;
import org.strongroom.server.query.Join;
import org.strongroom.server.query.Mapping;
import org.strongroom.server.query.OwnedTexts;
import org.strongroom.server.query.Restriction;

final class BackupStorageMapping {
  private static final OwnedTexts ZONES =
      new OwnedTexts(
          BACKUP_STORAGE.UUID,
          BACKUP_STORAGE_ZONE.BACKUP_STORAGE_UUID,
          BACKUP_STORAGE_ZONE.ZONE_UUID,
          Restriction.NONE);

  private BackupStorageMapping() {}

  static Mapping<BackupStorageInventory> mapping() {
    return Tags.on(
            Mapping.of(BackupStorageInventory.class, BACKUP_STORAGE),
            ResourceType.BACKUP_STORAGE,
            BACKUP_STORAGE.UUID)
        .uuid("uuid", BACKUP_STORAGE.UUID)
        .text("name", BACKUP_STORAGE.NAME)
        .text("description", BACKUP_STORAGE.DESCRIPTION)
        .text("url", BACKUP_STORAGE.URL)
        .number("totalCapacity", BACKUP_STORAGE.TOTAL_CAPACITY)
        .number("availableCapacity", BackupStorageMapping::available)
        .number("availablePhysicalCapacity", BACKUP_STORAGE.FREE_CAPACITY)
        .text("type", BACKUP_STORAGE.TYPE)
        .text("state", BACKUP_STORAGE.STATE)
        .text("maintenance", BACKUP_STORAGE.MAINTENANCE)
        .text("status", BACKUP_STORAGE.STATUS)
        .text("statusReason", BACKUP_STORAGE.STATUS_REASON)
        .uuids("attachedZoneUuids", ZONES)
        .text("hostname", BACKUP_STORAGE.HOSTNAME)
        .text("username", BACKUP_STORAGE.USERNAME)
        .number("sshPort", BACKUP_STORAGE.SSH_PORT)
        .computed("hostKeyFingerprint", BACKUP_STORAGE.HOST_KEY, Fingerprint::of)
        .computed("presentedHostKeyFingerprint", BACKUP_STORAGE.PRESENTED_HOST_KEY, Fingerprint::of)
        .bool("allowUnsynced", BACKUP_STORAGE.ALLOW_UNSYNCED)
        .text("endpoint", BACKUP_STORAGE.ENDPOINT)
        .text("bucketName", BACKUP_STORAGE.BUCKET_NAME)
        .text("prefix", BACKUP_STORAGE.PREFIX)
        .text("region", BACKUP_STORAGE.REGION)
        .number("repositorySize", ofRepository(REPOSITORY.BYTES))
        .number("repositoryUniqueSize", ofRepository(REPOSITORY.UNIQUE_BYTES))
        .number("repositorySharedSize", ofRepository(REPOSITORY.SHARED_BYTES))
        .number("repositoryReclaimableSize", ofRepository(REPOSITORY.RECLAIMABLE_BYTES))
        .instant("createDate", BACKUP_STORAGE.CREATED)
        .instant("lastOpDate", BACKUP_STORAGE.UPDATED)
        .related(
            "zone",
            Join.through(
                BACKUP_STORAGE.UUID,
                BACKUP_STORAGE_ZONE.BACKUP_STORAGE_UUID,
                BACKUP_STORAGE_ZONE.ZONE_UUID,
                ZONE.UUID))
        .related(
            "image",
            Join.through(
                BACKUP_STORAGE.UUID,
                IMAGE_COPY.BACKUP_STORAGE_UUID,
                IMAGE_COPY.IMAGE_UUID,
                IMAGE.UUID))
        .related(
            "volumeSnapshot",
            Join.through(
                BACKUP_STORAGE.UUID,
                VOLUME_SNAPSHOT_COPY.BACKUP_STORAGE_UUID,
                VOLUME_SNAPSHOT_COPY.VOLUME_SNAPSHOT_UUID,
                VOLUME_SNAPSHOT.UUID))
        .related("imageRef", Join.direct(BACKUP_STORAGE.UUID, IMAGE_COPY.BACKUP_STORAGE_UUID))
        .related(
            "volumeSnapshotRef",
            Join.direct(BACKUP_STORAGE.UUID, VOLUME_SNAPSHOT_COPY.BACKUP_STORAGE_UUID))
        .ownership((account, row) ->
            StorageScope.seenByAccount(account, Column.of(BACKUP_STORAGE.UUID, row)))
        .madeAt(BACKUP_STORAGE.CREATED)
        .key(BACKUP_STORAGE.UUID)
        .done();
  }

  private static Column ofRepository(TableField<Record, Long> figure) {
    return row ->
        DSL.field(
            DSL.select(figure)
                .from(REPOSITORY)
                .where(REPOSITORY.BACKUP_STORAGE_UUID.eq(Column.of(BACKUP_STORAGE.UUID, row))));
  }

  /** Total less what is kept and what is reserved, never below 0. */
  private static Field<Long> available(Table<?> row) {
    // No difference of these three columns goes beyond 64 bits, whatever a server claims to have.
    Field<Long> used = Column.of(BACKUP_STORAGE.USED_CAPACITY, row);
    Field<Long> left =
        Column.of(BACKUP_STORAGE.TOTAL_CAPACITY, row)
            .minus(Column.of(BACKUP_STORAGE.RESERVED, row));
    return case_().when(left.gt(used), left.minus(used)).else_(inline(0L));
  }
}
