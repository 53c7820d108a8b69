package org.strongroom.e2e.bed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What holds whatever happened before, as soon as everything is quiet (design, Invariants). */
public final class Invariants {
  private static final Duration QUIET_WITHIN = Duration.ofSeconds(60);
  private static final List<String> TRANSITIONAL =
      List.of(
          "SELECT 'job', uuid, operation, state, step_name FROM job WHERE lease IS NOT NULL",
          "SELECT 'job', uuid, operation, state FROM job WHERE state IN ('Running', 'Canceling')",
          "SELECT 'image', uuid, status FROM image WHERE status NOT IN ('Ready', 'Deleted')",
          "SELECT 'copy', image_uuid, status FROM image_copy WHERE status NOT IN ('Ready',"
              + " 'Deleted')",
          "SELECT 'snapshot', volume_snapshot_uuid, status FROM volume_snapshot_copy"
              + " WHERE status <> 'Ready'",
          "SELECT 'image backup', uuid, status FROM image_backup"
              + " WHERE status NOT IN ('available', 'error', 'error_deleting')",
          "SELECT 'upload', uuid, object_name FROM bucket_upload",
          "SELECT 'object', object_name FROM bucket_garbage",
          "SELECT 'storage', uuid, name FROM backup_storage WHERE status = 'Connecting'",
          "SELECT 'reservation', uuid, job_uuid FROM reservation",
          "SELECT 'garbage', g.uuid, path, attempts FROM garbage g"
              + " JOIN backup_storage s ON s.uuid = g.backup_storage_uuid"
              + " WHERE s.status = 'Connected'");

  private static final Pattern OF_REPOSITORY =
      Pattern.compile(
          "repository/(config|(keys|index|snapshots|strongroom|data/[0-9a-f]{2})/[0-9a-f]{64})");

  private final CatalogFile catalog;

  public Invariants(ServerProcess server) {
    this.catalog = CatalogFile.of(server);
  }

  public Invariants(CatalogFile catalog) {
    this.catalog = catalog;
  }

  /** I3: nothing stays in a transitional state, and what is garbage goes. */
  public void awaitQuiet() {
    await("no record in a transitional state")
        .atMost(QUIET_WITHIN)
        .pollInterval((polls, before) -> Duration.ofMillis(Math.min(50L * polls, 300)))
        .untilAsserted(() -> assertThat(transitional()).isEmpty());
  }

  private List<List<String>> transitional() {
    return catalog.rows(TRANSITIONAL);
  }

  /** I2, I4 and I5, for storages that are in the catalog and can be looked at. */
  public void check(ZStackClient admin, Collection<TestStorage> storages) {
    storages.forEach(storage -> bytesAreAccountedFor(admin, storage));
    assertThat(
            catalog.rows(
                "SELECT operation, job_uuid, count(*) FROM audit WHERE job_uuid IS NOT NULL"
                    + " GROUP BY operation, job_uuid HAVING count(*) > 1"))
        .as("I5: calls with more than one audit entry")
        .isEmpty();
  }

  private void bytesAreAccountedFor(ZStackClient admin, TestStorage storage) {
    TreeSet<String> expected = new TreeSet<>();
    for (List<String> copy :
        catalog.rows(
            "SELECT install_path FROM image_copy WHERE backup_storage_uuid = '%s'"
                .formatted(storage.uuid()))) {
      String path = copy.getFirst().substring(storage.url().length() + 1);
      expected.add(path);
      expected.add(path + ".manifest.json");
    }
    catalog
        .rows(
            "SELECT path FROM image_backup WHERE path IS NOT NULL AND storage_uuid = '%s'"
                .formatted(storage.uuid()))
        .forEach(backup -> expected.add(backup.getFirst()));
    List<String> files = storage.files();
    repositoryIsInOrder(storage, files).forEach(expected::add);
    assertThat(files)
        .as("I2: files on %s; unfinished ones: %s", storage, unfinished(storage, files))
        .containsExactlyElementsOf(expected);
    assertThat(storage.local().resolve(TestStorage.MARKER)).exists();
    assertThat(strayDirectories(storage, expected)).as("I2: stray directories").isEmpty();

    long bytes = files.stream().mapToLong(file -> size(storage.local().resolve(file))).sum();
    assertThat(
            catalog
                .rows(
                    "SELECT used_capacity, reserved FROM backup_storage WHERE uuid = '%s'"
                        .formatted(storage.uuid()))
                .getFirst())
        .as("I4: used and reserved bytes of " + storage)
        .containsExactly(String.valueOf(bytes), "0");
    var row = admin.show("/backup-storage", storage.uuid());
    assertThat(row.get("availableCapacity").asLong())
        .as("I4")
        .isEqualTo(Math.max(0, row.get("totalCapacity").asLong() - bytes));
  }

  /**
   * As many snapshots lie in the repository as the catalog knows there, and nobody has it locked.
   * Which packs are still needed is not seen from outside: all count.
   *
   * @return what lies there rightly
   */
  private List<String> repositoryIsInOrder(TestStorage storage, List<String> there) {
    List<String> files = there.stream().filter(file -> file.startsWith("repository/")).toList();
    assertThat(files.stream().filter(file -> file.startsWith("repository/snapshots/")))
        .as("I2: snapshots in the repository on %s", storage)
        .hasSize(
            (int)
                catalog.number(
                    "SELECT count(*) FROM volume_snapshot_copy WHERE backup_storage_uuid = '%s'"
                        .formatted(storage.uuid())));
    return files.stream().filter(file -> OF_REPOSITORY.matcher(file).matches()).toList();
  }

  /** Who left what is not finished. */
  private List<String> unfinished(TestStorage storage, List<String> files) {
    return files.stream()
        .filter(file -> file.endsWith(".part"))
        .map(file -> {
          String name = Path.of(file).getFileName().toString();
          String job = name.substring(1, Math.min(33, name.length()));
          return "%s of %d bytes: %s"
              .formatted(
                  file,
                  size(storage.local().resolve(file)),
                  catalog.rows(
                      "SELECT operation, resource_uuid, state, step_name, epoch, reason FROM job"
                          + " WHERE uuid = '%s'".formatted(job)));
        })
        .toList();
  }

  /** Directories of images that are not there; those above them belong to the layout. */
  private static List<String> strayDirectories(TestStorage storage, Collection<String> files) {
    return storage.contents().stream()
        .filter(path -> Path.of(path).getNameCount() > 2 && !path.startsWith("repository/"))
        .filter(path -> Files.isDirectory(storage.local().resolve(path)))
        .filter(path -> files.stream().noneMatch(file -> file.startsWith(path + "/")))
        .toList();
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (NoSuchFileException e) {
      throw new AssertionError(file + " went while it was looked at", e); // a manifest's, mostly
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
