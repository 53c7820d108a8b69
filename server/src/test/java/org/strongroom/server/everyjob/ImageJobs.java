package org.strongroom.server.everyjob;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.strongroom.api.inventory.BackupStorageInventory;
import org.strongroom.api.inventory.ImageInventory;
import org.strongroom.server.JobGround;
import org.strongroom.server.caller.Uuid;

/** Jobs that make, move, look at and remove images. */
final class ImageJobs {
  private ImageJobs() {}

  /** By the names of their operations. */
  static Map<String, EveryJob.Preparation> all() {
    Map<String, EveryJob.Preparation> all = new HashMap<>();
    all.put("AddImage", ImageJobs::addImage);
    all.put("DeleteImage", ImageJobs::deleteImage);
    all.put("ExpungeImage", ImageJobs::expunge);
    all.put("SyncImageSize", ImageJobs::syncSize);
    all.put("CalculateImageHash", ImageJobs::hash);
    all.put("VerifyImage", ImageJobs::verifyImage);
    all.put("RepairImage", ImageJobs::repair);
    all.put("CopyImage", ImageJobs::copy);
    return all;
  }

  private static Prepared addImage(JobGround ground) throws Exception {
    BackupStorageInventory one = ground.storage();
    BackupStorageInventory two = ground.fileSystem();
    Map<String, Object> values = ground.newImage(one.uuid(), two.uuid());
    String uuid = Uuid.random();
    values.put("resourceUuid", uuid);
    return Prepared.of(
        values,
        () -> {
          assertThat(ground.copyStatus(uuid, one.uuid())).isEqualTo("Ready");
          assertThat(ground.copyStatus(uuid, two.uuid())).isEqualTo("Ready");
        });
  }

  private static Prepared deleteImage(JobGround ground) throws Exception {
    ground.succeed(
        "UpdateGlobalConfig",
        Map.of("category", "image", "name", "deletionPolicy", "value", "Direct"));
    BackupStorageInventory storage = ground.storage();
    ImageInventory image = ground.image(storage.uuid());
    Path root = ground.root(storage.uuid());
    return Prepared.of(
        Map.of("uuid", image.uuid()), () -> assertThat(JobGround.files(root)).isEmpty());
  }

  private static Prepared expunge(JobGround ground) throws Exception {
    BackupStorageInventory storage = ground.storage();
    ImageInventory image = ground.image(storage.uuid());
    ground.succeed("DeleteImage", Map.of("uuid", image.uuid()));
    Path root = ground.root(storage.uuid());
    return Prepared.of(
        Map.of("imageUuid", image.uuid()), () -> assertThat(JobGround.files(root)).isEmpty());
  }

  private static Prepared syncSize(JobGround ground) throws Exception {
    BackupStorageInventory storage = ground.storage();
    ImageInventory image = ground.image(storage.uuid());
    return ready(ground, image, storage, Map.of("uuid", image.uuid()));
  }

  static Prepared ready(
      JobGround ground, ImageInventory image, BackupStorageInventory storage, Map<String, ?> call) {
    return Prepared.of(
        call, () -> assertThat(ground.copyStatus(image.uuid(), storage.uuid())).isEqualTo("Ready"));
  }

  private static Prepared hash(JobGround ground) throws Exception {
    BackupStorageInventory storage = ground.storage();
    ImageInventory image = ground.image(storage.uuid());
    return ready(
        ground,
        image,
        storage,
        Map.of("uuid", image.uuid(), "backupStorageUuid", storage.uuid(), "algorithm", "SHA256"));
  }

  private static Prepared verifyImage(JobGround ground) throws Exception {
    BackupStorageInventory storage = ground.storage();
    ImageInventory image = ground.image(storage.uuid());
    StorageJobs.damage(ground, image, storage.uuid());
    return Prepared.of(
        Map.of("uuid", image.uuid()),
        () -> assertThat(ground.copyStatus(image.uuid(), storage.uuid())).isEqualTo("Damaged"));
  }

  private static Prepared repair(JobGround ground) throws Exception {
    BackupStorageInventory good = ground.fileSystem();
    BackupStorageInventory bad = ground.storage();
    ImageInventory image = ground.image(bad.uuid(), good.uuid());
    String installed =
        image.backupStorageRefs().stream()
            .filter(copy -> copy.backupStorageUuid().equals(bad.uuid()))
            .findFirst()
            .orElseThrow()
            .installPath();
    Path file = ground.file(bad.uuid(), installed);
    try (var bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.write(bytes.read() ^ 1);
    }
    ground.succeed("VerifyImage", Map.of("uuid", image.uuid()));
    return ready(ground, image, bad, Map.of("uuid", image.uuid()));
  }

  private static Prepared copy(JobGround ground) throws Exception {
    ImageInventory image = ground.image(ground.fileSystem().uuid());
    BackupStorageInventory target = ground.storage();
    return Prepared.of(
        Map.of("uuid", image.uuid(), "backupStorageUuids", List.of(target.uuid())),
        () -> {
          assertThat(ground.copyStatus(image.uuid(), target.uuid())).isEqualTo("Ready");
          assertThat(JobGround.files(ground.root(target.uuid()))).hasSize(2);
        });
  }
}
