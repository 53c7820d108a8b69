package org.strongroom.server.bucket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.strongroom.server.catalog.storage.BackupStorageTable.BACKUP_STORAGE;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.server.backupstorage.access.StorageAccesses;
import org.strongroom.server.backupstorage.record.StorageRow;
import org.strongroom.server.backupstorage.record.StorageRows;
import org.strongroom.server.caller.Uuid;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.fixture.CatalogKind.TestCatalog;
import org.strongroom.server.objectstore.S3Store;
import org.strongroom.server.secret.Vault;
import org.strongroom.storage.driver.s3.call.BucketCredential.AccessKey;
import org.strongroom.storage.driver.s3.call.BucketCredential.IbmApiKey;
import org.strongroom.testing.EmbeddedPostgresDatabase;

/** Buckets that were registered before buckets were storages are storages afterwards. */
final class BucketsBecomeStoragesTest {
  private static final String KEYED = "0123456789ab4cde8f0123456789abcd";
  private static final String IBM = "1123456789ab4cde8f0123456789abcd";
  private static final String PROJECT = "2123456789ab4cde8f0123456789abcd";
  private static final String CRN = "crn:v1:\"odd\\one\"::";

  @TempDir private Path directory;

  @Test
  void inSqlite() throws Exception {
    String url = "jdbc:sqlite:" + directory.resolve("catalog.db");
    check(new TestCatalog(url, Optional.empty(), Optional.empty(), () -> {}), "sqlite");
  }

  @Test
  void inPostgres() throws Exception {
    EmbeddedPostgresDatabase postgres = EmbeddedPostgresDatabase.create();
    try (TestCatalog catalog =
        new TestCatalog(
            postgres.url(),
            Optional.of(postgres.user()),
            Optional.of(postgres.password()),
            postgres::close)) {
      check(catalog, "postgresql");
    }
  }

  private void check(TestCatalog catalog, String kind) throws Exception {
    Vault vault = Vault.open(directory.resolve("key"));
    Flyway.configure()
        .dataSource(catalog.url(), catalog.user().orElse(null), catalog.password().orElse(null))
        .locations("classpath:db/migration", "classpath:db/" + kind)
        .target("20.1")
        .load()
        .migrate();
    fill(catalog, vault);
    try (Database database = catalog.open()) {
      assertStorages(database, new StorageAccesses(vault));
    }
  }

  private static void fill(TestCatalog catalog, Vault vault) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                catalog.url(), catalog.user().orElse(null), catalog.password().orElse(null));
        Statement statement = connection.createStatement()) {
      for (String sql :
          List.of(
              "INSERT INTO project (uuid, name, enabled, created, updated) VALUES ('%s', 'p', TRUE, 1, 1)"
                  .formatted(PROJECT),
              bucket(
                  KEYED, "Cos-1", "s3", "NULL", "NULL", vault.encrypt("AK\nSK", "bucket:" + KEYED)),
              bucket(
                  IBM,
                  "Cos-2",
                  "ibm_cos",
                  "'https://iam.example.org/token'",
                  "'" + CRN + "'",
                  vault.encrypt("the api key", "bucket:" + IBM)),
              backup("3123456789ab4cde8f0123456789abcd", 5, "one.ova"),
              backup("4123456789ab4cde8f0123456789abcd", 5, "one.ova"),
              backup("5123456789ab4cde8f0123456789abcd", 7, "two.ova"))) {
        statement.execute(sql);
      }
    }
  }

  private static String bucket(
      String uuid, String name, String type, String auth, String crn, String sealed) {
    return ("INSERT INTO bucket (uuid, project_uuid, name, type, bucket_name, endpoint, region,"
            + " auth_endpoint, resource_crn, credential, created, updated) VALUES ('%s', '%s',"
            + " '%s', '%s', 'bucket-1', 'https://s3.example.org', 'eu-de', %s, %s, '%s', 10,"
            + " 20)")
        .formatted(uuid, PROJECT, name, type, auth, crn, sealed);
  }

  private static String backup(String uuid, long size, String object) {
    return ("INSERT INTO image_backup (uuid, project_uuid, name, status, size, disk_size,"
            + " disk_count, discovered, bucket_uuid, object_name, created, updated) VALUES"
            + " ('%s', '%s', 'b', 'available', %d, 1, 1, FALSE, '%s', '%s', 1, 1)")
        .formatted(uuid, PROJECT, size, KEYED, object);
  }

  private static void assertStorages(Database database, StorageAccesses accesses) {
    BucketRow keyed = database.read(sql -> BucketRows.require(KEYED, sql));
    assertThat(keyed.name()).isEqualTo("Cos-1");
    assertThat(keyed.bucketName()).isEqualTo("bucket-1");
    assertThat(keyed.endpoint()).isEqualTo("https://s3.example.org");
    assertThat(keyed.region()).isEqualTo("eu-de");
    StorageRow storage = database.read(sql -> StorageRows.require(keyed.storageUuid(), sql));
    assertThat(storage.name()).isEqualTo("Cos-1");
    assertThat(Uuid.isUuid(storage.uuid())).isTrue();
    assertThat(storage.url()).isEqualTo("s3://bucket-1/strongroom-" + storage.uuid());
    assertThat(storage.usedCapacity()).as("equal objects are one").isEqualTo(12);
    assertThat(storage.totalCapacity()).isEqualTo(9007199254740991L);
    S3Store store = (S3Store) accesses.of(storage).store().orElseThrow();
    assertThat(store.place().bucket().credential()).isEqualTo(new AccessKey("AK", "SK"));
    assertThat(store.place().bucket().region()).isEqualTo("eu-de");

    BucketRow ibm = database.read(sql -> BucketRows.require(IBM, sql));
    assertThat(ibm.type()).isEqualTo(BucketType.IBM_COS);
    assertThat(ibm.resourceCrn()).isEqualTo(CRN);
    S3Store other =
        (S3Store)
            accesses
                .of(database.read(sql -> StorageRows.require(ibm.storageUuid(), sql)))
                .store()
                .orElseThrow();
    assertThat(other.place().bucket().credential())
        .isInstanceOfSatisfying(
            IbmApiKey.class,
            key -> {
              assertThat(key.apiKey()).isEqualTo("the api key");
              assertThat(key.authEndpoint()).hasToString("https://iam.example.org/token");
              assertThat(key.resourceCrn()).hasValue(CRN);
            });
    int storages = database.read(sql -> sql.fetchCount(BACKUP_STORAGE));
    assertThat(storages).isEqualTo(2);
  }
}
