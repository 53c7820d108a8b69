package org.strongroom.server.backupstorage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.strongroom.server.backupstorage.Cloud.parameters;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.strongroom.api.ApiError;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.Query;
import org.strongroom.api.backupstorage.AddFileSystemBackupStorage;
import org.strongroom.api.backupstorage.AddSftpBackupStorage;
import org.strongroom.api.backupstorage.DeleteBackupStorage;
import org.strongroom.api.inventory.BackupStorageInventory;
import org.strongroom.api.inventory.UserTagInventory;
import org.strongroom.server.job.JobOutcome;
import org.strongroom.testing.OpenSshServer;
import org.strongroom.testing.SshAccount;

final class AddStorageTest {
  private static OpenSshServer server;

  private final Cloud cloud = Cloud.onSqlite();
  @TempDir private Path directory;

  @BeforeAll
  static void startServer() {
    server = OpenSshServer.start();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @AfterEach
  void close() {
    cloud.close();
  }

  private static Map<String, Object> sftp(SshAccount account, String url) {
    return parameters(
        "name", "sftp1",
        "url", url,
        "hostname", server.host(),
        "sshPort", server.port(),
        "username", account.username(),
        "password", account.password());
  }

  private Map<String, Object> local(String name) {
    return parameters("name", name, "url", directory.resolve(name).toString());
  }

  private BackupStorageInventory add(Map<String, ?> request) {
    return cloud.storage(AddSftpBackupStorage.class, request);
  }

  @Test
  void anSftpStorageGoesFromConnectingToConnected() {
    var scratch = server.shellAccount().newScratch();
    BackupStorageInventory added = add(sftp(server.shellAccount(), scratch.remote() + "/new/dir/"));
    assertThat(added.type()).isEqualTo("SftpBackupStorage");
    assertThat(added.state()).isEqualTo("Enabled");
    assertThat(added.status()).isEqualTo("Connected");
    assertThat(added.url()).isEqualTo(scratch.remote() + "/new/dir");
    assertThat(added.hostKeyFingerprint()).isEqualTo(server.hostKeyFingerprint());
    assertThat(added.totalCapacity()).isPositive();
    assertThat(added.availableCapacity()).isEqualTo(added.totalCapacity());
    assertThat(added.availablePhysicalCapacity()).isPositive();
    assertThat(scratch.local().resolve("new/dir/.strongroom-storage"))
        .content()
        .contains(added.uuid());
    assertThat(cloud.history(added.uuid()))
        .containsExactly("Created", "StatusChanged Connecting>Connected");
    assertThat(cloud.show(added.uuid())).isEqualTo(added);
  }

  @Test
  void anAccountConfinedToSftpDoes() {
    var scratch = server.confinedAccount().newScratch();
    assertThat(add(sftp(server.confinedAccount(), scratch.remote())).status())
        .isEqualTo("Connected");
  }

  @Test
  void aPrivateKeyLogsInInsteadOfAPassword() {
    Map<String, Object> request =
        sftp(server.shellAccount(), server.shellAccount().newScratch().remote());
    request.remove("password");
    request.put("privateKey", server.shellAccount().privateKey());
    request.put("hostKeyFingerprint", server.hostKeyFingerprint());
    assertThat(add(request).status()).isEqualTo("Connected");
  }

  @Test
  void tagsAndUuidOfTheCallAreTaken() {
    Map<String, Object> request = local("tagged");
    request.put("resourceUuid", "33a35f75885f45ab96ea2626ce9c05a6");
    request.put("userTags", List.of("lab1"));
    BackupStorageInventory added = cloud.storage(AddFileSystemBackupStorage.class, request);
    assertThat(added.uuid()).isEqualTo("33a35f75885f45ab96ea2626ce9c05a6");
    assertThat(added.type()).isEqualTo("FileSystemBackupStorage");
    var tags =
        cloud.database.read(sql ->
            cloud.queries.find(
                sql, UserTagInventory.class, Query.where("resourceUuid=" + added.uuid())));
    assertThat(tags.inventories()).extracting(UserTagInventory::tag).containsExactly("lab1");
    request.put("url", directory.resolve("other").toString());
    assertThat(cloud.fail(AddFileSystemBackupStorage.class, request).code()).isEqualTo("SYS.1007");
  }

  @Test
  void aWrongPasswordFailsWithItsReasonAndLeavesNothing() {
    var scratch = server.shellAccount().newScratch();
    Map<String, Object> request = sftp(server.shellAccount(), scratch.remote());
    request.put("password", "canary-7c1d");
    request.put("resourceUuid", "33a35f75885f45ab96ea2626ce9c05a6");
    ApiError error = cloud.fail(AddSftpBackupStorage.class, request);
    assertThat(error.code()).isEqualTo("SYS.1002");
    assertThat(Cloud.cause(error).code()).isEqualTo("BS.1500");
    assertThat(Cloud.cause(error).details()).contains("refuses").doesNotContain("canary");
    assertThat(cloud.find("33a35f75885f45ab96ea2626ce9c05a6")).isEmpty();
    assertThat(scratch.local()).isEmptyDirectory();
    assertThat(cloud.history("33a35f75885f45ab96ea2626ce9c05a6"))
        .containsExactly("Created", "Deleted");
  }

  @Test
  void anUnreachableServerFails() {
    Map<String, Object> request = sftp(server.shellAccount(), "/x");
    request.put("sshPort", 1);
    assertThat(Cloud.cause(cloud.fail(AddSftpBackupStorage.class, request)).code())
        .isEqualTo("BS.1500");
  }

  @Test
  void aHostKeyOtherThanTheGivenOneIsRefused() {
    Map<String, Object> request =
        sftp(server.shellAccount(), server.shellAccount().newScratch().remote());
    request.put("hostKeyFingerprint", "SHA256:" + "A".repeat(43));
    ApiError error = cloud.fail(AddSftpBackupStorage.class, request);
    assertThat(Cloud.cause(error).details()).contains("no credential was sent");
  }

  @ParameterizedTest
  @CsvSource({
    "hostname, a b",
    "url, storage/x",
    "url, /proc/x",
    "url, ../x",
    "sshPort, 0",
    "sshPort, 65536",
    "name, ''",
    "hostKeyFingerprint, nonsense",
    "privateKey, both",
    "resourceUuid, xyz",
    "hostname, ''",
    "password, ''"
  })
  void badArgumentsAreRefusedBeforeAnythingIsWritten(String parameter, String value) {
    Map<String, Object> request = sftp(server.shellAccount(), "/x");
    request.put(parameter, value);
    assertThat(cloud.fail(AddSftpBackupStorage.class, request).code()).isEqualTo("SYS.1007");
  }

  @Test
  void aDirectoryThatIsContainsOrLiesInAnotherStoragesIsRefused() throws Exception {
    BackupStorageInventory first = cloud.storage(AddFileSystemBackupStorage.class, local("a"));
    for (String url : List.of("a", "a/b", ".", "a/../a/c")) {
      Map<String, Object> request = local("second");
      request.put("url", directory.resolve(url).toString());
      ApiError error = cloud.fail(AddFileSystemBackupStorage.class, request);
      assertThat(error.code()).isEqualTo("SYS.1006");
      assertThat(error.details()).contains(first.uuid());
    }
    Files.createSymbolicLink(directory.resolve("link"), directory.resolve("a"));
    ApiError throughLink = cloud.fail(AddFileSystemBackupStorage.class, local("link"));
    assertThat(throughLink.code()).isEqualTo("SYS.1002");
    assertThat(Cloud.cause(throughLink).details()).contains(first.uuid());
    cloud.storage(AddFileSystemBackupStorage.class, local("ab"));
  }

  @Test
  void anotherNameOfTheSameHostDoesNotHideADirectory() {
    var scratch = server.shellAccount().newScratch();
    BackupStorageInventory first = add(sftp(server.shellAccount(), scratch.remote()));
    Map<String, Object> request = sftp(server.shellAccount(), scratch.remote());
    request.put("hostname", "localhost");
    ApiError same = cloud.fail(AddSftpBackupStorage.class, request);
    assertThat(Cloud.cause(same).code()).isEqualTo("SYS.1006");
    assertThat(same.details()).contains(first.uuid());
    request.put("url", scratch.remote() + "/inside");
    assertThat(cloud.fail(AddSftpBackupStorage.class, request).details()).contains(first.uuid());
    request.put("url", server.shellAccount().newScratch().remote());
    assertThat(add(request).status()).isEqualTo("Connected");
  }

  @Test
  void twoAtOnceForOneDirectoryAddOne() {
    List<String> jobs =
        List.of(
            cloud.submit(AddFileSystemBackupStorage.class, local("same")),
            cloud.submit(AddFileSystemBackupStorage.class, local("same")));
    assertThat(jobs.stream().map(cloud::await).filter(JobOutcome.Succeeded.class::isInstance))
        .hasSize(1);
  }

  @Test
  void whatAnotherServerHasIsTakenOverOnlyIfTheCallerSaysSo() throws Exception {
    String stranger = "0123456789ab4def8123456789abcdef";
    Path marker = Files.createDirectories(directory.resolve("old")).resolve(".strongroom-storage");
    Files.writeString(marker, "{\"version\":1,\"storageUuid\":\"" + stranger + "\"}");
    Map<String, Object> request = local("old");
    assertThat(Cloud.cause(cloud.fail(AddFileSystemBackupStorage.class, request)).details())
        .contains(stranger)
        .contains("takeOver=true", "ForgetBackupStorage");
    assertThat(marker).content().contains(stranger);
    request.put("importImages", "true");
    assertThat(Cloud.cause(cloud.fail(AddFileSystemBackupStorage.class, request)).details())
        .contains("takeOver=true");
    request.put("resourceUuid", stranger);
    request.put("takeOver", "true");
    assertThat(Cloud.cause(cloud.fail(AddFileSystemBackupStorage.class, request)).details())
        .contains("resourceUuid");
    request.remove("resourceUuid");
    assertThat(marker).content().contains(stranger);
    cloud.storages.imageImport((storage, driver, job) -> {
      throw new org.strongroom.storage.driver.StorageException(
          org.strongroom.storage.driver.StorageException.Reason.FAILED, "no manifests");
    });
    cloud.fail(AddFileSystemBackupStorage.class, request);
    assertThat(marker).content().contains(stranger);
    cloud.storages.imageImport((storage, driver, job) -> {});
    BackupStorageInventory added = cloud.storage(AddFileSystemBackupStorage.class, request);
    assertThat(marker).content().contains(added.uuid());
  }

  @Test
  void aDeletedStoragesDirectoryCanBeAddedAgain() {
    BackupStorageInventory first = cloud.storage(AddFileSystemBackupStorage.class, local("again"));
    cloud.succeed(DeleteBackupStorage.class, Map.of("uuid", first.uuid()));
    assertThat(directory.resolve("again")).isEmptyDirectory();
    InventoryReply<?> second =
        (InventoryReply<?>) cloud.succeed(AddFileSystemBackupStorage.class, local("again"));
    assertThat(((BackupStorageInventory) second.inventory()).uuid()).isNotEqualTo(first.uuid());
  }

  @Test
  void aFileInPlaceOfTheDirectoryIsRefused() throws Exception {
    Files.writeString(directory.resolve("file"), "x");
    assertThat(cloud.fail(AddFileSystemBackupStorage.class, local("file")).code())
        .isEqualTo("SYS.1002");
  }
}
