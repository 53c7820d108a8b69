package org.strongroom.server.catalog;

import static org.strongroom.server.catalog.content.ImageTable.IMAGE;
import static org.strongroom.server.catalog.content.VolumeSnapshotTable.VOLUME_SNAPSHOT;
import static org.strongroom.server.catalog.content.VolumeTable.VOLUME;
import static org.strongroom.server.catalog.storage.BackupStorageTable.BACKUP_STORAGE;
import static org.strongroom.server.catalog.system.JobTable.JOB;

import java.util.List;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Select;
import org.jooq.impl.DSL;
import org.strongroom.api.ResourceType;
import org.strongroom.server.caller.Caller;

/**
 * Which rows about resources an ordinary account may see: those about images only if it owns them,
 * those about volumes and their snapshots likewise, those about accounts only if they are about
 * itself, those about storages only while it sees the storage, those about jobs only if it called,
 * none about what belongs to projects.
 */
public final class OwnedResources {
  private static final List<String> EVERYBODYS =
      Stream.of(ResourceType.ZONE, ResourceType.MANAGEMENT_NODE)
          .map(ResourceType::entityName)
          .toList();

  private OwnedResources() {}

  /**
   * The condition on a row that names a resource.
   *
   * @param type the row's entity name of the resource
   * @param uuid the row's uuid of the resource
   */
  public static Condition seenBy(Caller caller, Field<String> type, Field<String> uuid) {
    return caller
        .limitedTo()
        .map(owner ->
            DSL.or(
                type.in(EVERYBODYS),
                is(ResourceType.ACCOUNT, type).and(uuid.eq(owner)),
                is(ResourceType.IMAGE, type)
                    .and(uuid.in(select(IMAGE.UUID, IMAGE.ACCOUNT_UUID.eq(owner)))),
                is(ResourceType.VOLUME, type)
                    .and(uuid.in(select(VOLUME.UUID, VOLUME.ACCOUNT_UUID.eq(owner)))),
                is(ResourceType.VOLUME_SNAPSHOT, type)
                    .and(
                        uuid.in(
                            select(
                                VOLUME_SNAPSHOT.UUID,
                                VOLUME_SNAPSHOT
                                    .ACCOUNT_UUID
                                    .eq(owner)
                                    .or(VOLUME_SNAPSHOT.ACCOUNT_UUID.isNull())))),
                is(ResourceType.LONG_JOB, type)
                    .and(uuid.in(select(JOB.UUID, JOB.ACCOUNT_UUID.eq(owner)))),
                is(ResourceType.BACKUP_STORAGE, type)
                    .and(
                        uuid.in(
                            select(
                                BACKUP_STORAGE.UUID,
                                StorageScope.seenBy(caller, BACKUP_STORAGE.UUID))))))
        .orElse(DSL.noCondition());
  }

  private static Condition is(ResourceType expected, Field<String> type) {
    return type.eq(expected.entityName());
  }

  private static Select<org.jooq.Record1<String>> select(
      org.jooq.TableField<org.jooq.Record, String> uuid, Condition condition) {
    return DSL.select(uuid)
        .from(java.util.Objects.requireNonNull(uuid.getTable()))
        .where(condition);
  }
}
