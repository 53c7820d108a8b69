package org.strongroom.server.catalog;

import static org.strongroom.server.catalog.BackupNodeTable.BACKUP_NODE;
import static org.strongroom.server.catalog.RoleAssignmentTable.ROLE_ASSIGNMENT;

import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.strongroom.server.caller.Caller;

/** Which backup storages a caller sees: all but the backup nodes of other projects. */
public final class StorageScope {
  private StorageScope() {}

  /**
   * The condition on a row that names a storage.
   *
   * @param storage the row's uuid of it
   */
  public static Condition seenBy(Caller caller, Field<String> storage) {
    if (caller.administersServer()) {
      return DSL.noCondition();
    }
    return storage.notIn(
        DSL.select(BACKUP_NODE.STORAGE_UUID)
            .from(BACKUP_NODE)
            .where(DSL.not(ProjectScope.seenBy(caller, BACKUP_NODE.PROJECT_UUID))));
  }

  /**
   * The same for an ordinary account.
   *
   * @param account its uuid
   */
  public static Condition seenByAccount(Field<String> account, Field<String> storage) {
    return storage.notIn(
        DSL.select(BACKUP_NODE.STORAGE_UUID)
            .from(BACKUP_NODE)
            .where(
                BACKUP_NODE.PROJECT_UUID.notIn(
                    DSL.select(ROLE_ASSIGNMENT.PROJECT_UUID)
                        .from(ROLE_ASSIGNMENT)
                        .where(ROLE_ASSIGNMENT.ACCOUNT_UUID.eq(account)))));
  }

  /**
   * Whether a caller may put something onto a storage that it sees: onto a backup node only who
   * administers its project.
   */
  public static boolean isWritable(Caller caller, String storageUuid, DSLContext sql) {
    return caller.administersServer()
        || !sql.fetchExists(
            BACKUP_NODE,
            BACKUP_NODE.STORAGE_UUID.eq(storageUuid),
            BACKUP_NODE.PROJECT_UUID.notIn(
                DSL.select(ROLE_ASSIGNMENT.PROJECT_UUID)
                    .from(ROLE_ASSIGNMENT)
                    .where(ROLE_ASSIGNMENT.ACCOUNT_UUID.eq(caller.accountUuid()))
                    .and(ROLE_ASSIGNMENT.ROLE.eq("admin"))));
  }

  /** Whether a storage that is there is one that the caller sees. */
  public static boolean isSeen(Caller caller, String storageUuid, DSLContext sql) {
    return caller.administersServer()
        || !sql.fetchExists(
            BACKUP_NODE,
            BACKUP_NODE.STORAGE_UUID.eq(storageUuid),
            DSL.not(ProjectScope.seenBy(caller, BACKUP_NODE.PROJECT_UUID)));
  }
}
