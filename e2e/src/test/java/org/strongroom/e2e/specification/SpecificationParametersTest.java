package org.strongroom.e2e.specification;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.strongroom.e2e.bed.Cli;
import org.strongroom.e2e.bed.TestBed;
import org.strongroom.e2e.bed.ZStackClient;
import org.strongroom.testing.SshAccount;
import tools.jackson.databind.JsonNode;

/** Every row of the parameter tables of the specification: what is required, what may be chosen. */
class SpecificationParametersTest {
  @TempDir static Path directory;
  private static TestBed bed;
  private static Cli cli;

  @BeforeAll
  static void start() {
    bed = TestBed.start(directory);
    cli = bed.loggedInCli();
  }

  @AfterAll
  static void stop() {
    bed.close();
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          AddSftpBackupStorage url=/a hostname=h username=root password=p      | parameter 'name' of AddSftpBackupStorage is required
          AddSftpBackupStorage name=a hostname=h username=root password=p      | parameter 'url' of AddSftpBackupStorage is required
          AddSftpBackupStorage name=a url=/a username=root password=p          | parameter 'hostname' of AddSftpBackupStorage is required
          AddSftpBackupStorage name=a url=/a hostname=h password=p             | parameter 'username' of AddSftpBackupStorage is required
          DeleteBackupStorage                                                  | parameter 'uuid' of DeleteBackupStorage is required
          DeleteBackupStorage uuid=a deleteMode=Careless                       | parameter 'deleteMode' of DeleteBackupStorage has to be one of Permissive, Enforcing, not 'Careless'
          ChangeBackupStorageState stateEvent=enable                           | parameter 'uuid' of ChangeBackupStorageState is required
          ChangeBackupStorageState uuid=a                                      | parameter 'stateEvent' of ChangeBackupStorageState is required
          ChangeBackupStorageState uuid=a stateEvent=destroy                   | parameter 'stateEvent' of ChangeBackupStorageState has to be one of enable, disable, not 'destroy'
          AttachBackupStorageToZone zoneUuid=a                                 | parameter 'backupStorageUuid' of AttachBackupStorageToZone is required
          AttachBackupStorageToZone backupStorageUuid=a                        | parameter 'zoneUuid' of AttachBackupStorageToZone is required
          DetachBackupStorageFromZone zoneUuid=a                               | parameter 'backupStorageUuid' of DetachBackupStorageFromZone is required
          DetachBackupStorageFromZone backupStorageUuid=a                      | parameter 'zoneUuid' of DetachBackupStorageFromZone is required
          """)
  void isAskedFor(String line, String message) {
    Cli.Result result = cli.line(line);

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains(message);
  }

  @Test
  void passwordOrPrivateKeyIsRequired() {
    SshAccount account = bed.sshd().shellAccount();
    Map<String, Object> parameters =
        bed.sftpParameters("a", account, account.newScratch().remote());
    parameters.remove("password");

    ZStackClient.Answer answer =
        bed.admin().call("POST", "/backup-storage/sftp", ZStackClient.json("params", parameters));

    assertThat(answer.error())
        .isEqualTo(
            "SYS.1007: parameter 'password' of AddSftpBackupStorage is required, or 'privateKey' instead");
  }

  @Test
  void optionalOnesAreTaken() {
    SshAccount account = bed.sshd().shellAccount();
    Map<String, Object> parameters =
        bed.sftpParameters("full", account, account.newScratch().remote());
    parameters.put("resourceUuid", "4dd3b4ba3e8e4d7d9f1a2b3c4d5e6f70");
    parameters.put("description", "in the cellar");
    parameters.put("hostname", "localhost");

    JsonNode storage = bed.admin().post("/backup-storage/sftp", parameters).get("inventory");

    assertThat(storage.get("uuid").asString()).isEqualTo("4dd3b4ba3e8e4d7d9f1a2b3c4d5e6f70");
    assertThat(storage.get("description").asString()).isEqualTo("in the cellar");
    assertThat(storage.get("hostname").asString()).isEqualTo("localhost");
  }

  @Test
  void descriptionIsOptionalAndLeftOut() {
    JsonNode storage = bed.admin().show("/backup-storage", bed.sftp("plain").uuid());

    assertThat(storage.has("description")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"Permissive", "Enforcing", "permissive"})
  void deleteModesAreTaken(String mode) {
    String uuid = bed.fileSystem("for " + mode).uuid();

    cli.line("DeleteBackupStorage uuid=" + uuid + " deleteMode=" + mode).ok();

    assertThat(bed.admin().get("/backup-storage/" + uuid).get("inventories")).isEmpty();
  }
}
