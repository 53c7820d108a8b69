package org.strongroom.server.catalog;

import static org.strongroom.server.catalog.content.ImageBackupTable.IMAGE_BACKUP;
import static org.strongroom.server.catalog.content.ImageTable.IMAGE;
import static org.strongroom.server.catalog.content.VolumeSnapshotTable.VOLUME_SNAPSHOT;
import static org.strongroom.server.catalog.content.VolumeTable.VOLUME;
import static org.strongroom.server.catalog.identity.AccountTable.ACCOUNT;
import static org.strongroom.server.catalog.identity.ProjectTable.PROJECT;
import static org.strongroom.server.catalog.storage.BackupStorageTable.BACKUP_STORAGE;
import static org.strongroom.server.catalog.storage.BucketTable.BUCKET;
import static org.strongroom.server.catalog.storage.ZoneTable.ZONE;
import static org.strongroom.server.catalog.system.NotificationTargetTable.NOTIFICATION_TARGET;
import static org.strongroom.server.catalog.system.ScheduleTable.SCHEDULE;

import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.Record2;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.ResourceType;

/** What a resource is and how it is called, found by its uuid alone. */
public final class NamedResources {
  private static final List<Source> SOURCES =
      List.of(
          new Source(ResourceType.IMAGE, IMAGE, IMAGE.UUID, IMAGE.NAME),
          new Source(
              ResourceType.BACKUP_STORAGE,
              BACKUP_STORAGE,
              BACKUP_STORAGE.UUID,
              BACKUP_STORAGE.NAME),
          new Source(ResourceType.ZONE, ZONE, ZONE.UUID, ZONE.NAME),
          new Source(ResourceType.IMAGE_BACKUP, IMAGE_BACKUP, IMAGE_BACKUP.UUID, IMAGE_BACKUP.NAME),
          new Source(ResourceType.BUCKET, BUCKET, BUCKET.UUID, BUCKET.NAME),
          new Source(
              ResourceType.VOLUME_SNAPSHOT,
              VOLUME_SNAPSHOT,
              VOLUME_SNAPSHOT.UUID,
              VOLUME_SNAPSHOT.NAME),
          new Source(ResourceType.VOLUME, VOLUME, VOLUME.UUID, VOLUME.NAME),
          new Source(
              ResourceType.NOTIFICATION_TARGET,
              NOTIFICATION_TARGET,
              NOTIFICATION_TARGET.UUID,
              NOTIFICATION_TARGET.NAME),
          new Source(ResourceType.SCHEDULE, SCHEDULE, SCHEDULE.UUID, SCHEDULE.NAME),
          new Source(ResourceType.PROJECT, PROJECT, PROJECT.UUID, PROJECT.NAME),
          new Source(ResourceType.ACCOUNT, ACCOUNT, ACCOUNT.UUID, ACCOUNT.NAME));

  private NamedResources() {}

  /** The resource with this uuid; empty if there is none, or it has no name. */
  public static Optional<Named> find(@Nullable String uuid, DSLContext sql) {
    if (uuid == null) {
      return Optional.empty();
    }
    return SOURCES.stream()
        .map(source -> source.named(uuid))
        .reduce(Select::unionAll)
        .flatMap(all -> sql.fetch(all).stream().findFirst())
        .map(row -> new Named(ResourceType.valueOf(row.value1()), row.value2()));
  }

  /** A resource that was found. */
  public record Named(ResourceType type, String name) {}

  private record Source(
      ResourceType type,
      Table<Record> table,
      TableField<Record, String> uuid,
      TableField<Record, String> name) {
    Select<Record2<String, String>> named(String wanted) {
      return DSL.select(DSL.inline(type.name()), name).from(table).where(uuid.eq(wanted));
    }
  }
}
