package org.strongroom.server.call;

import static org.strongroom.server.catalog.content.ImageBackupTable.IMAGE_BACKUP;
import static org.strongroom.server.catalog.content.ImageTable.IMAGE;
import static org.strongroom.server.catalog.content.VolumeSnapshotTable.VOLUME_SNAPSHOT;
import static org.strongroom.server.catalog.content.VolumeTable.VOLUME;
import static org.strongroom.server.catalog.identity.AccountTable.ACCOUNT;
import static org.strongroom.server.catalog.identity.ProjectTable.PROJECT;
import static org.strongroom.server.catalog.identity.SessionTable.SESSION;
import static org.strongroom.server.catalog.storage.BackupStorageTable.BACKUP_STORAGE;
import static org.strongroom.server.catalog.storage.BucketTable.BUCKET;
import static org.strongroom.server.catalog.storage.ZoneTable.ZONE;
import static org.strongroom.server.catalog.system.JobTable.JOB;
import static org.strongroom.server.catalog.system.ManagementNodeTable.MANAGEMENT_NODE;
import static org.strongroom.server.catalog.system.NotificationTargetTable.NOTIFICATION_TARGET;
import static org.strongroom.server.catalog.system.ScheduleTable.SCHEDULE;
import static org.strongroom.server.catalog.system.TagTable.TAG;

import java.lang.reflect.RecordComponent;
import java.util.List;
import org.jooq.DSLContext;
import org.strongroom.api.ApiException;
import org.strongroom.api.OperationModel;
import org.strongroom.api.Parameter;
import org.strongroom.api.ResourceType;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.catalog.Presence;
import org.strongroom.server.catalog.StorageScope;

/** Makes sure that the uuids of a request name resources. */
final class ResourceCheck {

  /**
   * Checks the parameters that are declared to name a resource. A storage that the caller does not
   * see is none.
   *
   * @throws ApiException SYS.1003 for the first that names none
   */
  void check(OperationModel operation, Record request, Caller caller, DSLContext sql) {
    if (operation.parameters().stream().anyMatch(p -> p.resource().isPresent())) {
      for (RecordComponent component : request.getClass().getRecordComponents()) {
        Parameter declared = component.getAnnotation(Parameter.class);
        if (declared != null && declared.resource().length > 0) {
          check(declared.resource()[0], value(component, request), caller, sql);
        }
      }
    }
  }

  private static void check(ResourceType type, Object value, Caller caller, DSLContext sql) {
    if (value instanceof List<?> several) {
      several.forEach(uuid -> check(type, uuid, caller, sql));
    } else if (value instanceof String uuid
        && (!exists(type, uuid, sql) || isHidden(type, uuid, caller, sql))) {
      throw ApiException.notFound(type, uuid);
    }
  }

  private static boolean isHidden(ResourceType type, String uuid, Caller caller, DSLContext sql) {
    return type == ResourceType.BACKUP_STORAGE && !StorageScope.isSeen(caller, uuid, sql);
  }

  static boolean exists(ResourceType type, String uuid, DSLContext sql) {
    return switch (type) {
      case ZONE -> Presence.of(sql, ZONE.UUID, uuid);
      case BACKUP_STORAGE -> Presence.of(sql, BACKUP_STORAGE.UUID, uuid);
      case IMAGE -> Presence.of(sql, IMAGE.UUID, uuid);
      case VOLUME_SNAPSHOT -> Presence.of(sql, VOLUME_SNAPSHOT.UUID, uuid);
      case VOLUME -> Presence.of(sql, VOLUME.UUID, uuid);
      case USER_TAG -> hasTag("User", uuid, sql);
      case SYSTEM_TAG -> hasTag("System", uuid, sql);
      case ACCOUNT -> Presence.of(sql, ACCOUNT.UUID, uuid);
      case LONG_JOB -> Presence.of(sql, JOB.UUID, uuid);
      case PROJECT -> Presence.of(sql, PROJECT.UUID, uuid);
      case IMAGE_BACKUP -> Presence.of(sql, IMAGE_BACKUP.UUID, uuid);
      case SESSION -> Presence.of(sql, SESSION.UUID, uuid);
      case SCHEDULE -> Presence.of(sql, SCHEDULE.UUID, uuid);
      case NOTIFICATION_TARGET -> Presence.of(sql, NOTIFICATION_TARGET.UUID, uuid);
      case BUCKET -> Presence.of(sql, BUCKET.UUID, uuid);
      case MANAGEMENT_NODE -> Presence.of(sql, MANAGEMENT_NODE.UUID, uuid);
    };
  }

  private static boolean hasTag(String kind, String uuid, DSLContext sql) {
    return sql.fetchExists(TAG, TAG.UUID.eq(uuid).and(TAG.KIND.eq(kind)));
  }

  private static Object value(RecordComponent component, Record request) {
    try {
      Object value = component.getAccessor().invoke(request);
      return value == null ? List.of() : value;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
