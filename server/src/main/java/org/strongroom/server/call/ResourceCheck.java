package org.strongroom.server.call;

import static org.strongroom.server.catalog.AccountTable.ACCOUNT;
import static org.strongroom.server.catalog.BackupStorageTable.BACKUP_STORAGE;
import static org.strongroom.server.catalog.ImageTable.IMAGE;
import static org.strongroom.server.catalog.JobTable.JOB;
import static org.strongroom.server.catalog.ManagementNodeTable.MANAGEMENT_NODE;
import static org.strongroom.server.catalog.TagTable.TAG;
import static org.strongroom.server.catalog.VolumeSnapshotTable.VOLUME_SNAPSHOT;
import static org.strongroom.server.catalog.ZoneTable.ZONE;

import java.lang.reflect.RecordComponent;
import java.util.List;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.strongroom.api.ApiException;
import org.strongroom.api.OperationModel;
import org.strongroom.api.Parameter;
import org.strongroom.api.ResourceType;

/** Makes sure that the uuids of a request name resources. */
final class ResourceCheck {

  /**
   * Checks the parameters that are declared to name a resource.
   *
   * @throws ApiException SYS.1003 for the first that names none
   */
  void check(OperationModel operation, Record request, DSLContext sql) {
    if (operation.parameters().stream().anyMatch(p -> p.resource().isPresent())) {
      for (RecordComponent component : request.getClass().getRecordComponents()) {
        Parameter declared = component.getAnnotation(Parameter.class);
        if (declared != null && declared.resource().length > 0) {
          check(declared.resource()[0], value(component, request), sql);
        }
      }
    }
  }

  private static void check(ResourceType type, Object value, DSLContext sql) {
    if (value instanceof List<?> several) {
      several.forEach(uuid -> check(type, uuid, sql));
    } else if (value instanceof String uuid && !exists(type, uuid, sql)) {
      throw ApiException.notFound(type, uuid);
    }
  }

  static boolean exists(ResourceType type, String uuid, DSLContext sql) {
    return switch (type) {
      case ZONE -> found(sql, ZONE, ZONE.UUID.eq(uuid));
      case BACKUP_STORAGE -> found(sql, BACKUP_STORAGE, BACKUP_STORAGE.UUID.eq(uuid));
      case IMAGE -> found(sql, IMAGE, IMAGE.UUID.eq(uuid));
      case VOLUME_SNAPSHOT -> found(sql, VOLUME_SNAPSHOT, VOLUME_SNAPSHOT.UUID.eq(uuid));
      case USER_TAG -> found(sql, TAG, TAG.UUID.eq(uuid).and(TAG.KIND.eq("User")));
      case SYSTEM_TAG -> found(sql, TAG, TAG.UUID.eq(uuid).and(TAG.KIND.eq("System")));
      case ACCOUNT -> found(sql, ACCOUNT, ACCOUNT.UUID.eq(uuid));
      case LONG_JOB -> found(sql, JOB, JOB.UUID.eq(uuid));
      case MANAGEMENT_NODE -> found(sql, MANAGEMENT_NODE, MANAGEMENT_NODE.UUID.eq(uuid));
    };
  }

  private static boolean found(DSLContext sql, org.jooq.Table<?> table, Condition condition) {
    return sql.select(DSL.one()).from(table).where(condition).fetchOne() != null;
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
