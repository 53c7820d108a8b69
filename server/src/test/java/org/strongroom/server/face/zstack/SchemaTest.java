package org.strongroom.server.face.zstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.strongroom.api.EmptyReply;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.QueryReply;
import org.strongroom.api.inventory.BackupStorageInventory;
import org.strongroom.api.inventory.ImageBackupStorageRefInventory;
import org.strongroom.api.inventory.ImageInventory;

/** REST envelope: success shapes and schema. */
class SchemaTest {
  private static final String IMAGE = "org.zstack.header.image.ImageInventory";
  private static final String COPY = "org.zstack.header.image.ImageBackupStorageRefInventory";

  private final Schema schema = new Schema();

  private static BackupStorageInventory storage(String type) {
    return new BackupStorageInventory(
        "u",
        "n",
        null,
        "/",
        1,
        1,
        1,
        type,
        "Enabled",
        null,
        "Connected",
        null,
        List.of("z"),
        null,
        null,
        null,
        null,
        null,
        false,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        Instant.EPOCH,
        Instant.EPOCH);
  }

  private static ImageInventory image(int copies) {
    ImageBackupStorageRefInventory copy =
        new ImageBackupStorageRefInventory(
            "i",
            "b",
            "/p",
            "Ready",
            null,
            null,
            null,
            null,
            null,
            null,
            Instant.EPOCH,
            Instant.EPOCH);
    return new ImageInventory(
        "u",
        "n",
        null,
        "Enabled",
        "Ready",
        1,
        1,
        null,
        null,
        "http://x/",
        "ISO",
        null,
        "zstack",
        null,
        null,
        null,
        false,
        true,
        null,
        null,
        Instant.EPOCH,
        Instant.EPOCH,
        java.util.Collections.nCopies(copies, copy),
        List.of("tag"));
  }

  @Test
  void oneObjectIsNamedByItsPath() {
    assertThat(schema.of(new InventoryReply<>(storage("SftpBackupStorage"))))
        .isEqualTo(
            Map.of("inventory", "org.zstack.storage.backup.sftp.SftpBackupStorageInventory"));
  }

  @Test
  void theClassOfAStorageDependsOnItsType() {
    assertThat(schema.of(new InventoryReply<>(storage("FileSystemBackupStorage"))))
        .containsValue("org.zstack.header.storage.backup.BackupStorageInventory");
  }

  @Test
  void parentsComeFirstAndLaterRowsBeforeEarlierOnes() {
    assertThat(schema.of(new QueryReply<>(List.of(image(2), image(0)), null)).entrySet())
        .containsExactly(
            Map.entry("inventories[1]", IMAGE),
            Map.entry("inventories[0]", IMAGE),
            Map.entry("inventories[0].backupStorageRefs[1]", COPY),
            Map.entry("inventories[0].backupStorageRefs[0]", COPY));
  }

  @Test
  void whatHasNoInventoryHasNoSchema() {
    assertThat(schema.of(new EmptyReply())).isEmpty();
    assertThat(schema.of(new QueryReply<ImageInventory>(null, 7L))).isEmpty();
  }
}
