package org.strongroom.e2e.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.strongroom.testing.SameBytes.sameBytes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.strongroom.e2e.bed.FirstCatalog;
import org.strongroom.e2e.bed.HttpDownload;
import org.strongroom.e2e.bed.ImageBackups;
import org.strongroom.e2e.bed.Invariants;
import org.strongroom.e2e.bed.PowerVcClient;
import org.strongroom.e2e.bed.TestBed;
import org.strongroom.e2e.bed.TestNode;
import org.strongroom.e2e.bed.TestStorage;
import org.strongroom.e2e.material.DiskImages;
import org.strongroom.e2e.material.FileServer;
import org.strongroom.e2e.material.ForeignOva;
import org.strongroom.e2e.material.Ova;
import org.strongroom.testing.BootSector;
import tools.jackson.databind.JsonNode;

/** Images become OVAs on a backup node, and OVAs become images, in 64 MiB of memory. */
class ImageBackupTest {
  private static final int MEBIBYTE = 1 << 20;
  @TempDir static Path directory;
  private static TestBed bed;
  private static FileServer files;
  private static TestNode node;
  private static TestStorage local;
  private static TestStorage sftp;
  private static ImageBackups backups;

  @BeforeAll
  static void start() {
    FirstCatalog.copyTo(directory);
    bed = TestBed.start(directory, Map.of(), List.of("-Xmx64m"));
    bed.configure("image", "deletionPolicy", "Direct");
    files = new FileServer(directory);
    PowerVcClient admin = PowerVcClient.admin(bed.server());
    node = TestNode.register(admin, bed.sshd(), "node1").withUuid(bed.admin());
    local = bed.fileSystem("local");
    sftp = bed.sftp("sftp");
    backups = new ImageBackups(admin, bed.admin());
  }

  @AfterAll
  static void stop() {
    files.close();
    bed.close();
  }

  @AfterEach
  void nothingIsLeft() throws IOException {
    try {
      deleteAll();
      Invariants invariants = new Invariants(bed.server());
      invariants.awaitQuiet();
      invariants.check(bed.admin(), List.of(node.storage(), local, sftp));
      assertThat(node.storage().files()).isEmpty();
    } finally {
      for (String file : node.storage().files()) {
        Files.delete(node.storage().local().resolve(file));
      }
    }
  }

  private static void deleteAll() {
    bed.admin()
        .query("/image-backups")
        .forEach(backup -> backups.delete(backup.get("uuid").asString()));
    bed.admin()
        .query("/images")
        .forEach(image -> bed.admin().delete("/images/" + image.get("uuid").asString()));
  }

  private static String addImage(String name, Path file, TestStorage storage) {
    return TestBed.uuid(
        bed.admin()
            .post(
                "/images",
                Map.of(
                    "name",
                    name,
                    "url",
                    files.url(file.getFileName().toString()),
                    "guestOsType",
                    "RHEL",
                    "architecture",
                    "x86_64",
                    "backupStorageUuids",
                    List.of(storage.uuid()))));
  }

  @Test
  void anExportIsAnOvaThatOthersRead() {
    Path raw = DiskImages.raw(directory, "exported.raw", 3);
    Path qcow2 = DiskImages.qcow2(directory, "exported", 3);
    String image = addImage("My image", qcow2, local);

    JsonNode backup = backups.export("export-to-backup-node", image, node);

    Ova ova = new Ova(node.storage().local().resolve(backup.get("path").asString()));
    assertThat(ova.file().getFileName().toString())
        .isEqualTo("export-to-backup-node-%s.ova".formatted(backup.get("uuid").asString()));
    assertThat(backup.get("size").asLong()).isEqualTo(ova.file().toFile().length());
    assertThat(backup.get("sha256").asString()).isEqualTo(DiskImages.sha256(ova.file()));
    assertThat(backup.get("diskSize").asLong()).isEqualTo(3 * MEBIBYTE);
    assertThat(ova.source()).contains("export-to-backup-node").contains("disk");
    assertThat(ova.members()).first().asString().endsWith(".ovf");
    assertThat(ova.members()).last().asString().endsWith(".mf");
    assertThat(ova.disks(directory))
        .singleElement()
        .satisfies(disk -> {
          assertThat(disk).satisfies(sameBytes(raw));
          assertThat(Ova.info(disk).get("format").asString()).isEqualTo("raw");
          assertThat(Ova.info(disk).get("virtual-size").asLong()).isEqualTo(3 * MEBIBYTE);
        });
  }

  @Test
  void anImportGivesTheGuestItsBytesBack() {
    Path raw = DiskImages.raw(directory, "back.raw", 3);
    String image = addImage("to and fro", DiskImages.qcow2(directory, "back", 3), sftp);
    String backup = backups.export("to and fro", image, node).get("uuid").asString();
    bed.admin().delete("/images/" + image);

    List<JsonNode> images = backups.importBackup("it is back", dashed(backup), local);

    assertThat(images)
        .singleElement()
        .satisfies(back -> {
          assertThat(back.get("name").asString()).isEqualTo("it is back");
          assertThat(back.get("status").asString()).isEqualTo("Ready");
          assertThat(back.get("format").asString()).isEqualTo("raw");
          assertThat(back.get("size").asLong()).isEqualTo(3 * MEBIBYTE);
          assertThat(back.get("architecture").asString()).isEqualTo("x86_64");
          assertThat(guest(back)).isEqualTo(DiskImages.sha256(raw));
        });
  }

  @Test
  void anOvaOfTwoDisksBecomesAGroupOfImagesAndOneOvaAgain() {
    byte[] data = bytes(1, 2 * MEBIBYTE);
    byte[] root = bytes(2, MEBIBYTE);
    ForeignOva.of(data, root).pack(node.storage().local().resolve("two.ova"));

    List<JsonNode> images =
        backups.importBackup("two disks", backups.discovered(node, "two.ova"), sftp);

    assertThat(images).hasSize(2);
    assertThat(images)
        .extracting(i -> i.get("groupUuid").asString())
        .doesNotContain("")
        .containsOnly(images.getFirst().get("groupUuid").asString());
    assertThat(images).extracting(i -> i.get("bootOrder").asInt()).containsExactly(0, 1);
    assertThat(images)
        .extracting(ImageBackupTest::guest)
        .as("the disk that boots comes first")
        .containsExactly(DiskImages.sha256(root), DiskImages.sha256(data));

    JsonNode again = backups.export("once more", images.getLast().get("uuid").asString(), node);

    Ova ova = new Ova(node.storage().local().resolve(again.get("path").asString()));
    assertThat(again.get("diskCount").asInt()).isEqualTo(2);
    assertThat(ova.source()).contains("once more");
    assertThat(ova.disks(directory)).hasSize(2);
    assertThat(ova.disks(directory).getFirst()).satisfies(sameBytes(root));
    assertThat(ova.disks(directory).getLast()).satisfies(sameBytes(data));
  }

  /** Shapes that other tools give to OVAs. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "gnu,   plain,    none,   gnu.ova",
    "pax,   prefixed, SHA256, pax.ova",
    "ustar, plain,    SHA1,   ustar.ova",
    "gnu,   meta,     none,   meta.ova",
    "pax,   plain,    SHA256, packed.ova.gz",
    "gnu,   prefixed, SHA1,   packed too.ova",
  })
  void readsWhatOtherToolsMake(String tar, String form, String manifest, String name) {
    byte[] disk = bytes(name.hashCode(), MEBIBYTE);
    ForeignOva ova = ForeignOva.of(disk).format(tar);
    switch (form) {
      case "prefixed" -> ova.prefixed();
      case "meta" -> ova.meta();
      default -> {}
    }
    if (!manifest.equals("none")) {
      ova.manifest(manifest);
    }
    ova.pack(node.storage().local().resolve(name));

    List<JsonNode> images = backups.importBackup(name, backups.discovered(node, name), local);

    assertThat(images)
        .singleElement()
        .satisfies(image -> {
          assertThat(guest(image)).isEqualTo(DiskImages.sha256(disk));
          assertThat(image.get("architecture").asString()).isEqualTo("ppc64le");
        });
  }

  /** What discover does not take, and what it says of it. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a short disk        | has 65535 bytes; the OVF descriptor says 65536
          a missing file      | vol1.img
          a member that leads out | ../evil
          a link              | link
          a link for a disk   | vol1.img
          an entity bomb      | declares a document type or entities
          an external entity  | declares a document type or entities
          two descriptors     | descriptor
          a tar bomb          | 1000
          no archive          | a
          cut off             | a
          """)
  void saysWhyAFileIsNoOva(String fault, String reason) throws Exception {
    Path file = node.storage().local().resolve("bad.ova");
    pack(fault, file);

    JsonNode found = backups.discover(node);

    assertThat(found.get("ovaCount").asLong()).isZero();
    assertThat(found.get("broken")).hasSize(1);
    assertThat(found.at("/broken/0/path").asString()).isEqualTo("bad.ova");
    assertThat(found.at("/broken/0/reason").asString()).contains(reason);
    assertThat(bed.admin().query("/image-backups")).isEmpty();
    assertThat(file).as("files of others stay").exists();
    Files.delete(file);
  }

  private static void pack(String fault, Path file) throws Exception {
    ForeignOva ova = ForeignOva.of(new byte[65_536]);
    switch (fault) {
      case "a short disk" -> ova.shorten("vol1.img").pack(file);
      case "a missing file" -> ova.without("vol1.img").pack(file);
      case "a member that leads out" -> ova.add("../evil", new byte[1]).pack(file);
      case "a link" -> ova.link("link", "/etc/passwd").pack(file);
      case "a link for a disk" ->
          ova.without("vol1.img").link("vol1.img", "/etc/passwd").pack(file);
      case "an entity bomb" ->
          ova.replace("^", entities()).replace("<ovf:Name>IMAGE", "<ovf:Name>&a9;").pack(file);
      case "an external entity" ->
          ova.replace("^", "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>")
              .replace("<ovf:Name>IMAGE", "<ovf:Name>&a;")
              .pack(file);
      case "two descriptors" -> ova.add("second.ovf", new byte[10]).pack(file);
      case "a tar bomb" -> {
        for (int i = 0; i < 1200; i++) {
          ova.add("file" + i, new byte[0]);
        }
        ova.pack(file);
      }
      case "no archive" -> Files.write(file, bytes(9, 100_000));
      case "cut off" -> {
        ova.pack(file);
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, 40_000));
      }
      default -> throw new IllegalArgumentException(fault);
    }
  }

  private static String entities() {
    StringBuilder bomb = new StringBuilder("<!DOCTYPE x [<!ENTITY a0 'laugh'>");
    for (int i = 1; i < 10; i++) {
      bomb.append("<!ENTITY a%d '%s'>".formatted(i, ("&a" + (i - 1) + ";").repeat(10)));
    }
    return bomb + "]>";
  }

  /** Damage to the bytes of a disk shows when they are read. */
  @ParameterizedTest
  @CsvSource({"damaged.ova", "damaged.ova.gz"})
  void aWrongDigestFailsTheImportAndLeavesNothing(String name) {
    ForeignOva.of(bytes(5, MEBIBYTE))
        .manifest("SHA256")
        .damage("vol1.img")
        .pack(node.storage().local().resolve(name));
    String backup = backups.discovered(node, name);

    JsonNode task =
        backups.awaitTask(
            backups.beginImport(
                "damaged", Map.of("image_backup_id", backup, "storage_id", local.uuid())));

    assertThat(task.get("status").asString()).isEqualTo("failed");
    assertThat(task.get("failReason").asString()).contains("vol1.img");
    assertThat(backups.show(backup).get("fail_reason").asString()).contains("vol1.img");
    assertThat(bed.admin().query("/images")).isEmpty();
    assertThat(local.files()).isEmpty();
  }

  @Test
  void anOvaThatChangedIsNotImportedAsIfItHadNot() throws Exception {
    String image = addImage("intact", DiskImages.raw(directory, "intact.raw", 1), local);
    JsonNode backup = backups.export("intact", image, node);
    Path file = node.storage().local().resolve(backup.get("path").asString());
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);

    JsonNode task =
        backups.awaitTask(
            backups.beginImport(
                "damaged", Map.of("image_backup_id", backup.get("uuid").asString())));

    assertThat(task.get("status").asString()).isEqualTo("failed");
    assertThat(bed.admin().query("/images", "name=damaged")).isEmpty();
  }

  @Test
  void aDiscoveredOvaCanBeDeletedAndStaysGone() {
    ForeignOva.of(new byte[65_536]).pack(node.storage().local().resolve("by hand.ova"));
    String backup = backups.discovered(node, "by hand.ova");

    backups.delete(backup);

    await().untilAsserted(() -> assertThat(node.storage().files()).isEmpty());
    assertThat(backups.discover(node).get("ovaCount").asLong()).isZero();
  }

  @Test
  void tellsItsProgress() {
    String image = addImage("watched", DiskImages.raw(directory, "watched.raw", 2), local);
    String id = backups.beginExport("watched", image, node);
    backups.awaitStatus(id, "available");
    String task = bed.admin().show("/image-backups", id).get("taskUuid").asString();

    JsonNode shown =
        backups.api().call("GET", "/image-backups/tasks/" + dashed(task)).answered(200);

    JsonNode row = shown.iterator().next();
    assertThat(row.get("progress").asInt()).isEqualTo(100);
    assertThat(row.get("started_at").asString()).isNotEmpty();
    assertThat(row.get("ended_at").asString()).isNotEmpty();
    assertThat(row.get("fault_message").isNull()).isTrue();
  }

  @Test
  void changesNameAndDescriptionAndStatus() {
    ForeignOva.of(new byte[65_536]).pack(node.storage().local().resolve("renamed.ova"));
    String id = backups.discovered(node, "renamed.ova");
    PowerVcClient api = backups.api();

    api.call(
            "PUT",
            "/image-backups/" + id,
            "{\"image-backup\":{\"name\":\"b\",\"description\":\"c\"}}")
        .answered(200);
    assertThat(backups.show(id).get("name").asString()).isEqualTo("b");
    assertThat(backups.show(id).get("description").asString()).isEqualTo("c");

    api.call(
            "POST",
            "/image-backups/" + id + "/action",
            "{\"os-reset_status\":{\"status\":\"error\"}}")
        .answered(202);
    assertThat(backups.show(id).get("status").asString()).isEqualTo("error");

    api.call("POST", "/image-backups/" + id + "/action", "{\"os-force_delete\":null}")
        .answered(202);
    await().until(() -> api.call("GET", "/image-backups/" + id).status() == 404);
    await().untilAsserted(() -> assertThat(node.storage().files()).isEmpty());
  }

  private static String guest(JsonNode image) {
    HttpDownload download =
        HttpDownload.of(bed.admin(), "/images/%s/file".formatted(image.get("uuid").asString()));
    assertThat(download.status()).isEqualTo(200);
    return DiskImages.sha256(download.body());
  }

  private static byte[] bytes(long seed, int count) {
    byte[] bytes = new byte[count];
    new Random(seed).nextBytes(bytes);
    BootSector.mark(bytes);
    return bytes;
  }

  /** A uuid as OpenStack writes it. */
  private static String dashed(String uuid) {
    return new UUID(
            Long.parseUnsignedLong(uuid.substring(0, 16), 16),
            Long.parseUnsignedLong(uuid.substring(16), 16))
        .toString();
  }
}
