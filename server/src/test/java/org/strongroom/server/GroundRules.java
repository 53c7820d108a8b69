package org.strongroom.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.strongroom.server.catalog.content.ImageBackupTable.IMAGE_BACKUP;
import static org.strongroom.server.catalog.content.ImageCopyTable.IMAGE_COPY;
import static org.strongroom.server.catalog.content.ImageTable.IMAGE;
import static org.strongroom.server.catalog.storage.BackupStorageTable.BACKUP_STORAGE;
import static org.strongroom.server.catalog.storage.BucketTable.BUCKET;
import static org.strongroom.server.catalog.storage.BucketUploadTable.BUCKET_UPLOAD;
import static org.strongroom.server.catalog.storage.GarbageTable.GARBAGE;
import static org.strongroom.server.catalog.storage.ReservationTable.RESERVATION;
import static org.strongroom.server.catalog.system.JobTable.JOB;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jooq.Record;

/** What has to be so on a {@link JobGround} whenever nothing is going on. */
final class GroundRules {
  private final StorageGround ground;

  GroundRules(StorageGround ground) {
    this.ground = ground;
  }

  /** What was acknowledged is there and whole, the catalog is at rest, and nothing is left. */
  void assertSound() {
    assertAtRest();
    ground.storages().forEach(this::assertSound);
    copies().forEach(this::assertWhole);
  }

  /** Nothing is under way, promised or waits to be removed, and no write is unfinished. */
  void assertAtRest() {
    removeGarbage();
    ground.measureRepositories();
    assertThat(ground.database.<Integer>read(sql -> sql.fetchCount(RESERVATION)))
        .as("reservations")
        .isZero();
    assertThat(ground.database.<Integer>read(sql -> sql.fetchCount(JOB, JOB.LEASE.isNotNull())))
        .as("jobs that run")
        .isZero();
    assertThat(ground.database.<Integer>read(sql -> sql.fetchCount(BUCKET_UPLOAD)))
        .as("uploads")
        .isZero();
    assertThat(
            ground.database.<List<String>>read(
                sql -> sql.selectDistinct(IMAGE.STATUS).from(IMAGE).fetch(IMAGE.STATUS)))
        .isSubsetOf("Ready", "Deleted", "Damaged");
    assertThat(
            ground.database.<List<String>>read(sql ->
                sql.selectDistinct(IMAGE_BACKUP.STATUS).from(IMAGE_BACKUP).fetch(r -> r.value1())))
        .isSubsetOf("available", "error", "error_deleting");
    ground.look();
    for (String url : ground.mirrors.values()) {
      assertThat(ground.store.orElseThrow().unfinished(url)).as("unfinished in %s", url).isEmpty();
    }
    for (Path root : ground.roots.values()) {
      assertThat(all(root))
          .as("below %s", root)
          .noneMatch(file -> file.getFileName().toString().endsWith(".part"));
    }
  }

  private static List<Path> all(Path root) {
    if (!Files.exists(root)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(root)) {
      return all.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void removeGarbage() {
    List<String> where =
        ground.database.read(sql ->
            sql.selectDistinct(GARBAGE.BACKUP_STORAGE_UUID)
                .from(GARBAGE)
                .fetch(GARBAGE.BACKUP_STORAGE_UUID));
    where.forEach(uuid -> ground.succeed("ReconnectBackupStorage", Map.of("uuid", uuid)));
    JobGround.await("no garbage")
        .until(() -> ground.database.read(sql -> sql.fetchCount(GARBAGE)) == 0);
  }

  /** For each storage the bytes that lie there and that the catalog does not account for. */
  Map<String, Long> unaccounted() {
    Map<String, Long> bytes = new TreeMap<>();
    for (Record storage : ground.storages()) {
      String uuid = storage.get(BACKUP_STORAGE.UUID);
      bytes.put(uuid, StorageGround.bytes(ground.root(uuid)) - accounted(storage));
    }
    return bytes;
  }

  /** Bytes of what lies in a storage's own place; OVAs in a bucket lie beside that. */
  private long accounted(Record storage) {
    long ovas =
        ground.database.read(sql ->
            sql.select(BUCKET.KEPT)
                .from(BUCKET)
                .where(BUCKET.STORAGE_UUID.eq(storage.get(BACKUP_STORAGE.UUID)))
                .fetchOptional(BUCKET.KEPT)
                .orElse(0L));
    return storage.get(BACKUP_STORAGE.USED_CAPACITY) - ovas;
  }

  private void assertSound(Record storage) {
    Path root = ground.root(storage.get(BACKUP_STORAGE.UUID));
    assertThat(storage.get(BACKUP_STORAGE.STATUS)).as("status of %s", root).isEqualTo("Connected");
    assertThat(StorageGround.bytes(root))
        .as("bytes of %s: %s", root, StorageGround.files(root))
        .isEqualTo(accounted(storage));
    if (StorageGround.isBucket(storage)) {
      return; // a bucket's, whose name is its mark
    }
    assertThat(root.resolve(".strongroom-storage"))
        .content()
        .contains(storage.get(BACKUP_STORAGE.UUID))
        .doesNotContain("forgotten");
  }

  private List<Record> copies() {
    return ground.database.read(sql ->
        List.copyOf(
            sql.select(IMAGE_COPY.fields())
                .from(IMAGE_COPY)
                .where(IMAGE_COPY.STATUS.eq("Ready"))
                .fetch()));
  }

  private void assertWhole(Record copy) {
    String storage = copy.get(IMAGE_COPY.BACKUP_STORAGE_UUID);
    Path file = ground.file(storage, copy.get(IMAGE_COPY.INSTALL_PATH));
    assertThat(file).exists();
    if (Files.isReadable(file) && file.toFile().length() == StorageGround.BYTES.length) {
      assertThat(Arrays.equals(content(file), StorageGround.BYTES))
          .as("bytes of %s", file)
          .isTrue();
    }
    assertThat(Path.of(file + ".manifest.json")).exists();
  }

  private static byte[] content(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
