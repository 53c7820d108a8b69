package org.strongroom.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.strongroom.server.catalog.system.NotificationDeliveryTable.NOTIFICATION_DELIVERY;

import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.Record;
import org.jooq.Result;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.OperationModel;
import org.strongroom.api.inventory.BackupNodeInventory;
import org.strongroom.api.inventory.BackupStorageInventory;
import org.strongroom.api.inventory.BucketInventory;
import org.strongroom.api.inventory.ImageBackupInventory;
import org.strongroom.api.inventory.ImageInventory;
import org.strongroom.api.registry.Operations;
import org.strongroom.server.caller.Uuid;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.catalog.Portions;
import org.strongroom.server.catalog.StaleManifests;
import org.strongroom.server.fixture.CatalogKind;
import org.strongroom.testing.S3ProxyServer;

/**
 * However much hangs on a thing that goes or changes, no transaction changes more rows than it may
 * hold the writer for. Triggers count them, those of cascades too; what would be few rows in other
 * tests are more here than a transaction may change.
 */
class BoundedWritesTest {
  private static final int MANY = Portions.AT_ONCE + 300;

  /** Of what takes several rows each, and goes fifty at a time. */
  private static final int SOME = 400;

  private static final int MOST = Portions.AT_ONCE + 200;

  /** Deletions on which nothing hangs that callers make any number of. */
  private static final Set<String> SMALL =
      Set.of(
          "CloseVolumeSnapshotExport",
          "DeleteImage", // its copies, and a thousand tags
          "DeleteImageBackup",
          "DeleteTag",
          "DeleteVolumeSnapshot",
          "DetachBackupStorageFromZone",
          "LogOut",
          "RemoveRoleAssignment", // and its account's tokens for the project, of which each has
          // 2000
          "RevokeSession");

  /** Each is bounded by something else than what callers do, or emptied few rows at a time. */
  private static final Set<String> CASCADES =
      Set.of(
          "backup_node", // one of a storage
          "backup_storage_zone",
          "bucket", // one of a storage
          "bucket_garbage",
          "bucket_upload",
          "bucket_use",
          "capacity_sample", // a month of hours and two years of days
          "garbage",
          "image_copy", // one on a storage
          "notification_delivery",
          "repository", // one of a storage
          "reservation", // of jobs that run
          "role_assignment",
          "schedule_generation",
          "session", // identity/session.maxConcurrent
          "token",
          "volume",
          "volume_bitmap", // of a disk of a machine
          "volume_snapshot_copy");

  @TempDir private static Path directory;
  private static CatalogKind.TestCatalog catalog;
  private static Database database;
  private static S3ProxyServer s3;
  private static JobGround ground;

  @BeforeAll
  static void start() throws Exception {
    catalog = CatalogKind.POSTGRESQL.create(directory);
    database = catalog.open();
    s3 = S3ProxyServer.start();
    ground = new JobGround(directory, s3, database);
    run("CREATE TABLE test_change (tx BIGINT, name TEXT)");
    run(
        """
        CREATE FUNCTION test_changed() RETURNS trigger AS $$
        BEGIN
          INSERT INTO test_change VALUES (txid_current(), TG_TABLE_NAME);
          RETURN NULL;
        END $$ LANGUAGE plpgsql\
        """);
    for (String table : tables()) {
      run(
          "CREATE TRIGGER test_change AFTER INSERT OR UPDATE OR DELETE ON \"%s\" FOR EACH ROW"
                  .formatted(table)
              + " EXECUTE FUNCTION test_changed()");
    }
  }

  @AfterAll
  static void stop() throws Exception {
    ground.close();
    s3.close();
    catalog.close();
  }

  private static List<String> tables() {
    return database.read(sql ->
        sql.resultQuery(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
                    + " AND tablename NOT IN ('test_change', 'flyway_schema_history')")
            .fetch(0, String.class));
  }

  private static int run(String statement) {
    return database.write(transaction -> transaction.sql().execute(statement));
  }

  /**
   * Makes many rows of one.
   *
   * @param which the one
   * @param changes SQL of a JSON object with what is different in each, by its number i
   */
  private static void multiply(String table, String which, String changes) {
    multiply(table, which, changes, MANY);
  }

  private static void multiply(String table, String which, String changes, int many) {
    int made =
        run(
            "INSERT INTO %1$s SELECT (jsonb_populate_record(NULL::%1$s, to_jsonb(t) || %3$s)).*"
                    .formatted(table, which, changes)
                + " FROM %s t, generate_series(1, %d) i WHERE %s".formatted(table, many, which));
    assertThat(made).as(table).isEqualTo(many);
  }

  private static long count(String table, String which) {
    return database.read(sql ->
        sql.resultQuery("SELECT count(*) FROM " + table + " WHERE " + which)
            .fetchSingle(0, Long.class));
  }

  /** Does something, in whose transactions no more rows are changed than may be. */
  private static void bounded(Runnable work) {
    run("TRUNCATE test_change");
    work.run();
    Result<Record> most =
        database.read(sql ->
            sql.resultQuery(
                    "SELECT name, count(*) FROM test_change WHERE tx = (SELECT tx FROM test_change"
                        + " GROUP BY tx ORDER BY count(*) DESC LIMIT 1) GROUP BY name")
                .fetch());
    long rows = most.stream().mapToLong(row -> row.get(1, Long.class)).sum();
    assertThat(rows).as("rows that one transaction changed: %s", most).isBetween(1L, (long) MOST);
  }

  private static void deletes(String operation, String uuid) {
    bounded(() -> ground.succeed(operation, Map.of("uuid", uuid)));
  }

  private static String created(String operation, Map<String, ?> values) {
    Object made = ((InventoryReply<?>) ground.succeed(operation, values)).inventory();
    return Stream.of(made.getClass().getRecordComponents())
        .filter(component -> component.getName().equals("uuid"))
        .map(component -> text(component, made))
        .findFirst()
        .orElseThrow();
  }

  private static String text(RecordComponent component, Object of) {
    try {
      return String.valueOf(component.getAccessor().invoke(of));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String digest() {
    return "md5(i::text || '%s')".formatted(Uuid.random());
  }

  /** A new one has its test here, or says why it needs none. */
  @Test
  void everyDeletionIsTriedOrSmall() {
    Set<String> tried =
        Set.of(
            "DeleteAccount",
            "DeleteBackupStorage",
            "DeleteNotificationTarget",
            "DeleteProject",
            "DeleteSchedule",
            "DeleteVolume",
            "DeleteZone",
            "DeregisterBackupNode",
            "DeregisterBucket");
    Set<String> known = new HashSet<>(SMALL);
    known.addAll(tried);
    Set<String> deletions =
        Operations.all().stream()
            .filter(operation -> operation.method() == HttpMethod.DELETE)
            .map(OperationModel::name)
            .collect(Collectors.toSet());
    assertThat(deletions).containsExactlyInAnyOrderElementsOf(known);
  }

  @Test
  void everyCascadeIsBounded() {
    Set<String> cascades =
        database.read(sql ->
            sql.resultQuery(
                    "SELECT DISTINCT conrelid::regclass::text FROM pg_constraint"
                        + " WHERE contype = 'f' AND confdeltype IN ('c', 'n')")
                .fetchSet(0, String.class));
    assertThat(cascades).containsExactlyInAnyOrderElementsOf(CASCADES);
  }

  @Test
  void aTargetWithManyDeliveries() {
    String target =
        created(
            "CreateWebHookNotificationTarget",
            Map.of("name", "hook", "url", "http://127.0.0.1:9/", "kinds", List.of("Damage")));
    ground.succeed("SendTestNotification", Map.of("uuid", target));
    multiply(
        NOTIFICATION_DELIVERY.getName(),
        "target_uuid = '" + target + "'",
        "jsonb_build_object('uuid', " + digest() + ")");
    deletes("DeleteNotificationTarget", target);
    assertThat(count("notification_delivery", "TRUE")).isZero();
  }

  private static void giveTokens(String account, String project) {
    run(
        ("INSERT INTO token (digest, account_uuid, project_uuid, audit_id, issued, expires)"
                + " SELECT %s, '%s', '%s', i::text, 1, 1 FROM generate_series(1, %d) i")
            .formatted(digest(), account, project, MANY));
  }

  private static String account() {
    return created(
        "CreateAccount",
        Map.of("name", ground.next("account"), "password", "0".repeat(128), "type", "Normal"));
  }

  @Test
  void aProjectWithManyRolesAndTokens() {
    String project = created("CreateProject", Map.of("name", ground.next("project")));
    String account = account();
    giveTokens(account, project);
    multiply(
        "account",
        "uuid = '" + account + "'",
        "jsonb_build_object('uuid', " + digest() + ", 'name', " + digest() + ")");
    run(
        "INSERT INTO role_assignment (account_uuid, project_uuid, role, created)"
            + " SELECT uuid, '%s', 'member', 1 FROM account".formatted(project));
    deletes("DeleteProject", project);
    assertThat(count("role_assignment", "project_uuid = '" + project + "'")).isZero();
  }

  @Test
  void anAccountWithManyRoles() {
    String account = account();
    String project = created("CreateProject", Map.of("name", ground.next("project")));
    multiply(
        "project",
        "uuid = '" + project + "'",
        "jsonb_build_object('uuid', " + digest() + ", 'name', " + digest() + ")");
    run(
        "INSERT INTO role_assignment (account_uuid, project_uuid, role, created)"
            + " SELECT '%s', uuid, 'member', 1 FROM project".formatted(account));
    deletes("DeleteAccount", account);
    assertThat(count("account", "uuid = '" + account + "'")).isZero();
  }

  private static void multiplyImages(ImageInventory image, String storage, int many) {
    String uuid = "md5(i::text || '" + storage + "')";
    multiply(
        "image", "uuid = '" + image.uuid() + "'", "jsonb_build_object('uuid', " + uuid + ")", many);
    multiply(
        "image_copy",
        "image_uuid = '%s' AND backup_storage_uuid = '%s'".formatted(image.uuid(), storage),
        "jsonb_build_object('image_uuid', %1$s, 'manifest_wanted', 0,".formatted(uuid)
            + " 'install_path', replace(t.install_path, '%s', %s))".formatted(image.uuid(), uuid),
        many);
  }

  @Test
  void aStorageThatIsAwayWithManyImagesAndMuchGarbage() throws Exception {
    String storage = ground.fileSystem().uuid();
    multiplyImages(ground.image(storage), storage, SOME);
    run(
        ("INSERT INTO garbage (uuid, backup_storage_uuid, path, size, reason, attempts, due,"
                + " created) SELECT %1$s, '%2$s', %1$s, 0, 'test', 0, 1, 1"
                + " FROM generate_series(1, %3$d) i")
            .formatted(digest(), storage, MANY));
    run("UPDATE backup_storage SET status = 'Disconnected' WHERE uuid = '" + storage + "'");
    bounded(() ->
        ground.succeed("DeleteBackupStorage", Map.of("uuid", storage, "deleteMode", "Enforcing")));
    assertThat(count("image_copy", "backup_storage_uuid = '" + storage + "'")).isZero();
    assertThat(count("garbage", "backup_storage_uuid = '" + storage + "'")).isZero();
  }

  @Test
  void aStorageWithManyImagesThatIsForgotten() throws Exception {
    String storage = ground.fileSystem().uuid();
    multiplyImages(ground.image(storage), storage, SOME);
    bounded(() -> ground.succeed("ForgetBackupStorage", Map.of("uuid", storage)));
    assertThat(count("image_copy", "backup_storage_uuid = '" + storage + "'")).isZero();
  }

  @Test
  void aRenamedAccountWithManyImages() throws Exception {
    BackupStorageInventory storage = ground.fileSystem();
    ImageInventory image = ground.image(storage.uuid());
    String account = account();
    multiplyImages(image, storage.uuid(), MANY);
    String copies = "backup_storage_uuid = '" + storage.uuid() + "'";
    run(
        "UPDATE image SET account_uuid = '%s' WHERE uuid IN (SELECT image_uuid FROM image_copy"
                .formatted(account)
            + " WHERE "
            + copies
            + ")");
    bounded(() -> {
      ground.succeed("UpdateAccount", Map.of("uuid", account, "name", ground.next("renamed")));
      StaleManifests.markOfRenamed(database);
    });
    assertThat(count("image_copy", copies + " AND manifest_wanted = 0")).isZero();
    assertThat(count("account", "renamed <> 0")).isZero();
  }

  @Test
  void aZoneAScheduleAndAVolumeWithMuchOnThem() throws Exception {
    String zone = created("CreateZone", Map.of("name", "zone"));
    String volume = ground.volume(ground.newDisk());
    String snapshot = ground.snapshot(volume).uuid();
    multiply(
        "volume",
        "uuid = '" + volume + "'",
        "jsonb_build_object('uuid', %s, 'zone_uuid', '%s')".formatted(digest(), zone));
    deletes("DeleteZone", zone);
    assertThat(count("volume", "zone_uuid IS NOT NULL")).isZero();

    String schedule =
        created(
            "CreateSchedule",
            Map.of(
                "name", "nightly",
                "cron", "0 0 1 1 *",
                "operation", "BackupVolume",
                "volumeUuid", volume,
                "backupStorageUuid", ground.fileSystem().uuid()));
    multiply(
        "volume_snapshot",
        "uuid = '" + snapshot + "'",
        "jsonb_build_object('uuid', %s, 'latest', FALSE)".formatted(digest()));
    run(
        "INSERT INTO schedule_generation SELECT uuid, '%s', 1 FROM volume_snapshot"
            .formatted(schedule));
    deletes("DeleteSchedule", schedule);
    assertThat(count("schedule_generation", "TRUE")).isZero();
    deletes("DeleteVolume", volume);
  }

  @Test
  void aNodeAndABucketWithManyImageBackups() throws Exception {
    ImageInventory image = ground.image(ground.fileSystem().uuid());
    BackupNodeInventory node = ground.backupNode();
    ImageBackupInventory backup = ground.export(node, image);
    BucketInventory bucket = ground.bucket();
    String mine = "uuid = '" + backup.uuid() + "'";
    String other = digest();
    multiply(
        "image_backup",
        mine,
        "jsonb_build_object('uuid', %1$s, 'path', %1$s)".formatted(other),
        2 * SOME);
    multiply(
        "image_backup",
        mine,
        "jsonb_build_object('uuid', %s, 'storage_uuid', NULL, 'path', NULL, 'object_name', 'x'"
                .formatted(digest())
            + ", 'bucket_uuid', '%s')".formatted(bucket.uuid()),
        2 * SOME);
    bounded(() -> ground.succeed("DeregisterBackupNode", Map.of("id", node.id(), "force", true)));
    bounded(() -> ground.succeed("DeregisterBucket", Map.of("uuid", bucket.uuid(), "force", true)));
    assertThat(count("image_backup", "TRUE")).isZero();
  }

  @Test
  void whatEndsByItself() throws Exception {
    String project = created("CreateProject", Map.of("name", ground.next("project")));
    giveTokens(account(), project);
    bounded(() -> ground.node().endWhatIsOver());
    assertThat(count("token", "TRUE")).isZero();
  }
}
