package org.strongroom.server.backupstorage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.strongroom.server.backupstorage.Cloud.parameters;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.api.ApiError;
import org.strongroom.api.backupstorage.AddSftpBackupStorage;
import org.strongroom.api.backupstorage.ReconnectBackupStorage;
import org.strongroom.api.backupstorage.UpdateSftpBackupStorage;
import org.strongroom.api.inventory.BackupStorageInventory;
import org.strongroom.testing.MisbehavingSshServer;

/** A server that cannot bring files to its disk is used only by those who asked for it. */
final class UnsyncedStorageTest {
  @TempDir private Path directory;
  private final Cloud cloud = Cloud.onSqlite();
  private MisbehavingSshServer server;

  @BeforeEach
  void start() {
    server = MisbehavingSshServer.start(directory);
    server.misbehaviour().cannotSync(true);
  }

  @AfterEach
  void close() {
    cloud.close();
    server.close();
  }

  private Map<String, Object> request(Object... more) {
    Map<String, Object> request =
        parameters(
            "name",
            "unsynced",
            "url",
            "/storage",
            "hostname",
            server.host(),
            "sshPort",
            server.port(),
            "username",
            MisbehavingSshServer.USERNAME,
            "password",
            MisbehavingSshServer.PASSWORD);
    request.putAll(parameters(more));
    return request;
  }

  private BackupStorageInventory allowed() {
    return cloud.storage(AddSftpBackupStorage.class, request("allowUnsynced", true));
  }

  private static void assertSaysWhatToDo(ApiError error) {
    assertThat(error.details()).contains("fsync@openssh.com", "a shell", "allowUnsynced=true");
  }

  @Test
  void isRefusedUnlessAskedFor() {
    assertSaysWhatToDo(cloud.fail(AddSftpBackupStorage.class, request()));

    BackupStorageInventory storage = allowed();
    assertThat(storage.status()).isEqualTo("Connected");
    assertThat(cloud.show(storage.uuid()).allowUnsynced()).isTrue();
  }

  @Test
  void canBeForbiddenOnlyIfTheServerHasLearntIt() {
    String uuid = allowed().uuid();
    Map<String, Object> forbid = Map.of("uuid", uuid, "allowUnsynced", false);

    assertSaysWhatToDo(cloud.fail(UpdateSftpBackupStorage.class, forbid));
    assertThat(cloud.show(uuid).allowUnsynced()).isTrue();

    server.misbehaviour().cannotSync(false);
    cloud.succeed(UpdateSftpBackupStorage.class, forbid);
    assertThat(cloud.show(uuid).allowUnsynced()).isFalse();
  }

  @Test
  void canBeAllowedForAServerThatCannotSyncAnyMore() {
    server.misbehaviour().cannotSync(false);
    String uuid = cloud.storage(AddSftpBackupStorage.class, request()).uuid();
    server.misbehaviour().cannotSync(true);

    assertSaysWhatToDo(cloud.fail(ReconnectBackupStorage.class, Map.of("uuid", uuid)));
    assertThat(cloud.show(uuid).status()).isEqualTo("Disconnected");

    cloud.succeed(UpdateSftpBackupStorage.class, Map.of("uuid", uuid, "allowUnsynced", true));
    assertThat(cloud.show(uuid).status()).isEqualTo("Connected");
    assertThat(cloud.show(uuid).allowUnsynced()).isTrue();
  }
}
