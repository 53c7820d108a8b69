package org.strongroom.server.catalog;

import static org.strongroom.server.catalog.identity.RoleAssignmentTable.ROLE_ASSIGNMENT;
import static org.strongroom.server.catalog.storage.BackupNodeTable.BACKUP_NODE;
import static org.strongroom.server.catalog.storage.BucketTable.BUCKET;

import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.strongroom.server.caller.Caller;

/** Which backup storages a caller sees: all but the backup nodes and buckets of other projects. */
public final class StorageScope {
  private StorageScope() {}

  /** The storages of projects, each with its project. */
  private static final Table<?> OF_PROJECTS =
      DSL.select(BACKUP_NODE.STORAGE_UUID, BACKUP_NODE.PROJECT_UUID)
          .from(BACKUP_NODE)
          .unionAll(
              DSL.select(BUCKET.STORAGE_UUID, BUCKET.PROJECT_UUID)
                  .from(BUCKET)
                  .where(BUCKET.STORAGE_UUID.isNotNull()))
          .asTable("of_projects", "storage", "project");

  private static final Field<String> STORAGE =
      DSL.field(DSL.name("of_projects", "storage"), String.class);
  private static final Field<String> PROJECT =
      DSL.field(DSL.name("of_projects", "project"), String.class);

  /**
   * The condition on a row that names a storage.
   *
   * @param storage the row's uuid of it
   */
  public static Condition seenBy(Caller caller, Field<String> storage) {
    return caller.administersServer()
        ? DSL.noCondition()
        : seen(storage, ProjectScope.seenBy(caller, PROJECT));
  }

  /**
   * The same for an ordinary account.
   *
   * @param account its uuid; stands once in what comes out
   */
  public static Condition seenByAccount(Field<String> account, Field<String> storage) {
    return seen(
        storage,
        PROJECT.in(
            DSL.select(ROLE_ASSIGNMENT.PROJECT_UUID)
                .from(ROLE_ASSIGNMENT)
                .where(ROLE_ASSIGNMENT.ACCOUNT_UUID.eq(account))));
  }

  private static Condition seen(Field<String> storage, Condition ofSeenProject) {
    return storage.notIn(DSL.select(STORAGE).from(OF_PROJECTS).where(DSL.not(ofSeenProject)));
  }

  /**
   * Whether a caller may put something onto a storage that it sees: onto one of a project only who
   * administers that.
   */
  public static boolean isWritable(Caller caller, String storageUuid, DSLContext sql) {
    return caller.administersServer()
        || isOfNoOther(
            storageUuid,
            PROJECT.in(
                DSL.select(ROLE_ASSIGNMENT.PROJECT_UUID)
                    .from(ROLE_ASSIGNMENT)
                    .where(ROLE_ASSIGNMENT.ACCOUNT_UUID.eq(caller.accountUuid()))
                    .and(ROLE_ASSIGNMENT.ROLE.eq("admin"))),
            sql);
  }

  /** Whether a storage that is there is one that the caller sees. */
  public static boolean isSeen(Caller caller, String storageUuid, DSLContext sql) {
    return caller.administersServer()
        || isOfNoOther(storageUuid, ProjectScope.seenBy(caller, PROJECT), sql);
  }

  private static boolean isOfNoOther(String storageUuid, Condition ofProject, DSLContext sql) {
    return !sql.fetchExists(OF_PROJECTS, STORAGE.eq(storageUuid), DSL.not(ofProject));
  }
}
