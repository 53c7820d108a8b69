package org.strongroom.e2e.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.e2e.bed.Cli;
import org.strongroom.e2e.bed.TestBed;
import org.strongroom.e2e.bed.TestStorage;
import org.strongroom.e2e.material.DiskImages;
import org.strongroom.e2e.material.Programs;
import org.strongroom.testing.SshAccount;
import tools.jackson.databind.JsonNode;

/** Backup nodes and image backups by the readable commands. */
class ImageBackupCommandsTest {
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

  @Test
  void aNodeIsRegisteredUsedAndDeregistered() {
    SshAccount account = bed.sshd().shellAccount();
    JsonNode node =
        cli.line(
                "backup-node register %s --ssh-port %d --user-id %s --password env:NODE --display-name node1"
                    .formatted(bed.sshd().host(), bed.sshd().port(), account.username()),
                "",
                Map.of("NODE", account.password()))
            .ok()
            .get("inventory");
    String id = node.get("id").asString();
    assertThat(node.get("backupNodeId").asString())
        .isEqualTo(Programs.run("hostname", "-s").strip());
    TestStorage local = bed.fileSystem("local");
    Path raw = DiskImages.raw(directory, "disk.raw", 2);
    String image =
        cli.line("upload %s name=disk backupStorageUuids=%s".formatted(raw, local.uuid()))
            .ok()
            .at("/inventory/uuid")
            .asString();

    JsonNode backup =
        cli.line("image-backup export %s --name nightly --backup-host %s".formatted(image, id))
            .ok()
            .get("inventory");

    assertThat(backup.get("status").asString()).isEqualTo("available");
    String uuid = backup.get("uuid").asString();
    assertThat(cli.line("backup-node discover " + id).ok().get("ovaCount").asInt()).isEqualTo(1);
    assertThat(cli.line("-o table image-backup list status=available").out())
        .contains("nightly", uuid);
    cli.line(
            "image-backup import %s --name restored --backup-storage-uuid %s"
                .formatted(uuid, local.uuid()))
        .ok();
    JsonNode restored = cli.line("image show name=restored").ok();
    assertThat(restored.toString()).contains("Ready");
    Cli.Result refused = cli.line("backup-node deregister " + id);
    assertThat(refused.code()).isEqualTo(5);
    assertThat(refused.err()).contains("1 image backup");
    cli.line("image-backup delete " + uuid).ok();
    cli.line("backup-node deregister " + id).ok();
    assertThat(cli.line("backup-node list").ok().get("inventories")).isEmpty();
    assertThat(cli.line("image-backup list").ok().get("inventories")).isEmpty();
  }
}
