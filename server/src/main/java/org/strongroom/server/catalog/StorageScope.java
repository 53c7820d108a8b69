package org.strongroom.server.catalog;

import static org.strongroom.server.catalog.BackupNodeTable.BACKUP_NODE;
import static org.strongroom.server.catalog.BucketTable.BUCKET;
import static org.strongroom.server.catalog.RoleAssignmentTable.ROLE_ASSIGNMENT;

import java.util.List;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Record1;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.strongroom.server.caller.Caller;

/** Which backup storages a caller sees: all but the backup nodes and buckets of other projects. */
public final class StorageScope {
  private StorageScope() {}

  /** What makes a storage a project's. */
  private record Belonging(Table<Record> table, Field<String> storage, Field<String> project) {
    /** The storages of projects that the condition is not about. */
    Select<Record1<String>> others(Function<Field<String>, Condition> seen) {
      return DSL.select(storage)
          .from(table)
          .where(DSL.not(seen.apply(project)))
          .and(storage.isNotNull());
    }

    Condition isOf(String uuid) {
      return storage.eq(uuid);
    }
  }

  private static final List<Belonging> BELONGINGS =
      List.of(
          new Belonging(BACKUP_NODE, BACKUP_NODE.STORAGE_UUID, BACKUP_NODE.PROJECT_UUID),
          new Belonging(BUCKET, BUCKET.STORAGE_UUID, BUCKET.PROJECT_UUID));

  /**
   * The condition on a row that names a storage.
   *
   * @param storage the row's uuid of it
   */
  public static Condition seenBy(Caller caller, Field<String> storage) {
    return caller.administersServer()
        ? DSL.noCondition()
        : seen(storage, project -> ProjectScope.seenBy(caller, project));
  }

  /**
   * The same for an ordinary account.
   *
   * @param account its uuid
   */
  public static Condition seenByAccount(Field<String> account, Field<String> storage) {
    return seen(
        storage,
        project ->
            project.in(
                DSL.select(ROLE_ASSIGNMENT.PROJECT_UUID)
                    .from(ROLE_ASSIGNMENT)
                    .where(ROLE_ASSIGNMENT.ACCOUNT_UUID.eq(account))));
  }

  private static Condition seen(
      Field<String> storage, Function<Field<String>, Condition> ofSeenProject) {
    return DSL.and(
        BELONGINGS.stream().map(each -> storage.notIn(each.others(ofSeenProject))).toList());
  }

  /**
   * Whether a caller may put something onto a storage that it sees: onto one of a project only who
   * administers that.
   */
  public static boolean isWritable(Caller caller, String storageUuid, DSLContext sql) {
    return caller.administersServer()
        || isOfNoOther(
            storageUuid,
            project ->
                project.in(
                    DSL.select(ROLE_ASSIGNMENT.PROJECT_UUID)
                        .from(ROLE_ASSIGNMENT)
                        .where(ROLE_ASSIGNMENT.ACCOUNT_UUID.eq(caller.accountUuid()))
                        .and(ROLE_ASSIGNMENT.ROLE.eq("admin"))),
            sql);
  }

  /** Whether a storage that is there is one that the caller sees. */
  public static boolean isSeen(Caller caller, String storageUuid, DSLContext sql) {
    return caller.administersServer()
        || isOfNoOther(storageUuid, project -> ProjectScope.seenBy(caller, project), sql);
  }

  private static boolean isOfNoOther(
      String storageUuid, Function<Field<String>, Condition> project, DSLContext sql) {
    return BELONGINGS.stream()
        .noneMatch(each ->
            sql.fetchExists(
                each.table(), each.isOf(storageUuid), DSL.not(project.apply(each.project()))));
  }
}
