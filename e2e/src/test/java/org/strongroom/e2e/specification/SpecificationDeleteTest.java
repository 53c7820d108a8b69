package org.strongroom.e2e.specification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.strongroom.e2e.bed.TestBed;
import org.strongroom.e2e.bed.TestStorage;
import org.strongroom.e2e.material.DiskImages;
import org.strongroom.e2e.material.FileServer;
import tools.jackson.databind.JsonNode;

/** Delete Backup Storage: the warning of the specification, and both delete modes. */
class SpecificationDeleteTest {
  @TempDir static Path directory;
  @TempDir static Path sources;
  private static TestBed bed;
  private static FileServer files;
  private static SpecificationDisks disks;

  @BeforeAll
  static void start() {
    bed = TestBed.start(directory);
    bed.configure("backupStorage", "ping.interval", "1");
    DiskImages.qcow2(sources, "disk.qcow2", 1);
    files = new FileServer(sources);
    disks = new SpecificationDisks(bed, directory.resolve("disks"));
  }

  @AfterAll
  static void stop() {
    files.close();
    bed.close();
  }

  @Test
  void takesLinksCopiesLoneImagesTagsAndFilesWithIt() {
    TestStorage doomed = bed.sftp("doomed");
    TestStorage other = bed.fileSystem("other");
    String zone = bed.zone("zone1");
    bed.admin().done("POST", "/zones/" + zone + "/backup-storage/" + doomed.uuid(), "");
    String lone = image("lone", doomed);
    String shared = image("shared", doomed, other);
    bed.admin()
        .post(
            "/user-tags",
            Map.of("resourceType", "ImageVO", "resourceUuid", lone, "tag", "gone with it"));

    bed.admin().delete("/backup-storage/" + doomed.uuid());

    assertThat(bed.admin().get("/backup-storage/" + doomed.uuid()).get("inventories")).isEmpty();
    assertThat(bed.admin().query("/zones", "backupStorage.uuid=" + doomed.uuid())).isEmpty();
    assertThat(bed.admin().show("/zones", zone).get("name").asString()).isEqualTo("zone1");
    assertThat(bed.admin().get("/images/" + lone).get("inventories")).isEmpty();
    assertThat(bed.admin().query("/user-tags", "tag=gone with it")).isEmpty();
    assertThat(bed.admin().show("/images", shared).get("backupStorageRefs"))
        .extracting(copy -> copy.get("backupStorageUuid").asString())
        .containsExactly(other.uuid());
    assertThat(everything(doomed)).isEmpty();
    assertThat(other.files()).hasSize(2);
  }

  @Test
  void takesSnapshotCopiesLoneSnapshotsTagsAndTheRepositoryWithIt() {
    TestStorage doomed = bed.sftp("doomed with snapshots");
    TestStorage other = bed.fileSystem("other with snapshots");
    String disk = disks.volume("doomed", bed.zone("zone of snapshots"));
    String lone = disks.backUp(disk, "lone", doomed);
    String shared = disks.backUp(disk, "shared", doomed);
    disks.copy(shared, other);
    String last = disks.backUp(disk, "lone and last", doomed);
    bed.admin()
        .post(
            "/user-tags",
            Map.of(
                "resourceType", "VolumeSnapshotVO", "resourceUuid", lone, "tag", "snapshot gone"));

    bed.admin().delete("/backup-storage/" + doomed.uuid());

    assertThat(bed.admin().get("/volume-snapshots/" + lone).get("inventories")).isEmpty();
    assertThat(bed.admin().get("/volume-snapshots/" + last).get("inventories")).isEmpty();
    assertThat(bed.admin().query("/user-tags", "tag=snapshot gone")).isEmpty();
    JsonNode left = bed.admin().show("/volume-snapshots", shared);
    assertThat(left.get("backupStorageRefs"))
        .extracting(copy -> copy.get("backupStorageUuid").asString())
        .containsExactly(other.uuid());
    assertThat(left.has("parentUuid")).isFalse();
    assertThat(left.get("latest").asBoolean()).isTrue();
    assertThat(bed.admin().show("/volumes", disk).get("name").asString()).isEqualTo("doomed");
    assertThat(everything(doomed)).isEmpty();
    disks.assertRestores(shared);
  }

  /** Of five in a chain, whatever goes first: the others restore, and hang on each other. */
  @ParameterizedTest
  @CsvSource({"0 1 2 3", "3 2 1 0", "4 2 0 1"})
  void snapshotsOfAChainGoInAnyOrder(String order) {
    TestStorage storage = bed.fileSystem("chain " + order);
    String disk = disks.volume("chain" + order.replace(" ", ""), bed.zone("zone " + order));
    List<String> chain = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      chain.add(disks.backUp(disk, "snapshot" + i, storage));
    }
    List<String> left = new ArrayList<>(chain);
    for (String number : order.split(" ")) {
      String next = chain.get(Integer.parseInt(number));
      bed.admin().delete("/volume-snapshots/" + next);
      left.remove(next);
      disks.assertRestores(left.getFirst());
      disks.assertRestores(left.getLast());
      JsonNode rows = bed.admin().get("/volume-snapshots?sort=+createDate&q=volumeUuid=" + disk);
      assertThat(rows.get("inventories"))
          .extracting(row -> row.path("parentUuid").asString("none"))
          .containsExactlyElementsOf(
              Stream.concat(Stream.of("none"), left.stream()).limit(left.size()).toList());
      assertThat(bed.admin().query("/volume-snapshots", "latest=true", "volumeUuid=" + disk))
          .extracting(row -> row.get("uuid").asString())
          .containsExactly(left.getLast());
    }
    bed.admin().act("/backup-storage/" + storage.uuid() + "/actions", "cleanRepository", Map.of());
    disks.assertRestores(left.getFirst());
  }

  @Test
  void permissiveStopsAtWhatItCannotRemove() throws Exception {
    TestStorage storage = bed.sftp("unreachable");
    image("kept", storage);
    bed.sshd().stop();
    awaitStatus(storage, "Disconnected");

    String refused = bed.admin().call("DELETE", "/backup-storage/" + storage.uuid()).error();

    assertThat(refused)
        .startsWith("SYS.1004: backup storage " + storage.uuid() + " could not be deleted: ")
        .contains(" <- SYS.1006: ");
    assertThat(bed.admin().show("/backup-storage", storage.uuid()).get("state").asString())
        .isEqualTo("Enabled");
    assertThat(bed.admin().query("/images", "name=kept")).hasSize(1);
    assertThat(storage.files()).hasSize(2);

    bed.sshd().restart();
    awaitStatus(storage, "Connected");
    bed.admin().delete("/backup-storage/" + storage.uuid() + "?deleteMode=Permissive");
    assertThat(everything(storage)).isEmpty();
  }

  @Test
  void enforcingGoesThroughAndRecordsWhatItLeft() throws Exception {
    TestStorage storage = bed.sftp("lost for good");
    image("lost", storage);
    bed.sshd().stop();
    awaitStatus(storage, "Disconnected");

    bed.admin().delete("/backup-storage/" + storage.uuid() + "?deleteMode=Enforcing");

    bed.sshd().restart();
    assertThat(bed.admin().get("/backup-storage/" + storage.uuid()).get("inventories")).isEmpty();
    assertThat(bed.admin().query("/images", "name=lost")).isEmpty();
    JsonNode deleted =
        bed.admin().query("/events", "resourceUuid=" + storage.uuid(), "what=Deleted").get(0);
    assertThat(deleted.get("reason").asString()).startsWith("left behind: ");
  }

  @Test
  void anUnreachableStorageThatHoldsNothingGoes() {
    TestStorage storage = bed.sftp("empty");
    bed.sshd().stop();
    awaitStatus(storage, "Disconnected");

    bed.admin().delete("/backup-storage/" + storage.uuid());

    bed.sshd().restart();
    assertThat(bed.admin().get("/backup-storage/" + storage.uuid()).get("inventories")).isEmpty();
  }

  @Test
  void deletingWhatIsNotThereSucceeds() {
    bed.admin().delete("/backup-storage/0123456789ab4cde8f0123456789abcd");
  }

  @Test
  void leavesForeignFilesAlone() throws Exception {
    TestStorage storage = bed.fileSystem("not alone");
    Path foreign = Files.writeString(storage.local().resolve("diary.txt"), "not an image");
    image("mine", storage);

    bed.admin().delete("/backup-storage/" + storage.uuid());

    assertThat(everything(storage)).containsExactly(foreign);
  }

  private static String image(String name, TestStorage... storages) {
    return TestBed.uuid(
        bed.admin()
            .post(
                "/images",
                Map.of(
                    "name", name,
                    "url", files.url("disk.qcow2"),
                    "backupStorageUuids", Stream.of(storages).map(TestStorage::uuid).toList())));
  }

  private static void awaitStatus(TestStorage storage, String status) {
    await(status)
        .atMost(Duration.ofSeconds(60))
        .until(() ->
            bed.admin()
                .show("/backup-storage", storage.uuid())
                .get("status")
                .asString()
                .equals(status));
  }

  /** Whatever lies in the directory of the storage, its marker too. */
  private static List<Path> everything(TestStorage storage) {
    try (Stream<Path> all = Files.walk(storage.local())) {
      return all.filter(Files::isRegularFile).toList();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
