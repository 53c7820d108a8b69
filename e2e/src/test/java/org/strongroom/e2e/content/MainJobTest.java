package org.strongroom.e2e.content;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.strongroom.testing.SameBytes.sameBytes;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.strongroom.e2e.bed.CatalogRows;
import org.strongroom.e2e.bed.HttpDownload;
import org.strongroom.e2e.bed.TestBed;
import org.strongroom.e2e.bed.TestStorage;
import org.strongroom.e2e.material.DiskImages;
import org.strongroom.e2e.material.FileServer;
import org.strongroom.e2e.material.Programs;
import org.strongroom.testing.FtpServerFixture;
import org.strongroom.testing.SshAccount;
import org.strongroom.testing.judge.StockRestic;
import tools.jackson.databind.JsonNode;

/**
 * The main job: a real qcow2 image comes from everywhere it can come from, lies on a real SSH
 * server (with a shell, and confined to internal-sftp) and in a directory, is found, read back bit
 * for bit, and deleted without a trace.
 */
class MainJobTest {
  private static final int MEBIBYTES = 6;
  @TempDir static Path directory;
  @TempDir static Path sources;
  private static TestBed bed;
  private static Path disk;
  private static String sha256;
  private static FileServer files;
  private static FtpServerFixture ftp;
  private static TestStorage shell;
  private static TestStorage confined;
  private static TestStorage local;

  @BeforeAll
  static void start() throws Exception {
    bed = TestBed.start(directory);
    bed.loggedInCli();
    disk = DiskImages.qcow2(sources, "disk image.qcow2", MEBIBYTES);
    sha256 = DiskImages.sha256(disk);
    files = new FileServer(sources);
    ftp = FtpServerFixture.over(sources);
    shell = bed.sftp("shell");
    confined = bed.sftp("confined", bed.sshd().confinedAccount());
    local = bed.fileSystem("local");
    bed.configure("image", "deletionPolicy", "Direct");
    bed.configure("image", "download.localPath.whitelist", "*/disk.qcow2");
  }

  @AfterAll
  static void stop() {
    ftp.close();
    files.close();
    bed.close();
  }

  private static List<TestStorage> storages() {
    return List.of(shell, confined, local);
  }

  /** Where an image comes from. */
  enum Source {
    HTTP,
    FTP,
    FTP_WITH_PASSWORD,
    SFTP;

    String url() throws Exception {
      return switch (this) {
        case HTTP -> files.url("disk%20image.qcow2");
        case FTP -> "ftp://127.0.0.1:" + ftp.port() + "/disk%20image.qcow2";
        case FTP_WITH_PASSWORD ->
            "ftp://ftp%20user:p%40ss%3Aw%2Frd@127.0.0.1:" + ftp.port() + "/disk%20image.qcow2";
        case SFTP -> {
          SshAccount account = bed.sshd().shellAccount();
          SshAccount.Scratch library = account.newScratch();
          Files.copy(disk, library.local().resolve("disk.qcow2"));
          yield "sftp://%s:%s@%s:%d%s/disk.qcow2"
              .formatted(
                  account.username(),
                  account.password(),
                  bed.sshd().host(),
                  bed.sshd().port(),
                  library.remote());
        }
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void goesOntoSeveralStoragesAtOnce(Source source) throws Exception {
    JsonNode added = add("from " + source, source.url(), storages());
    String uuid = added.get("uuid").asString();

    assertReady(added);
    assertThat(added.get("url").asString())
        .doesNotContain("p%40ss")
        .doesNotContain(bed.sshd().shellAccount().password());
    assertThat(bed.admin().query("/images", "name=from " + source, "backupStorage.name=confined"))
        .hasSize(1);
    for (TestStorage storage : storages()) {
      assertLiesOn(storage, uuid);
      assertThat(DiskImages.sha256(download(uuid, storage))).isEqualTo(sha256);
    }
    bed.admin().delete("/images/" + uuid);
    assertGone(uuid);
  }

  @ParameterizedTest
  @ValueSource(strings = {"shell", "confined", "local"})
  void comesFromAFileOnTheStorage(String name) throws Exception {
    TestStorage storage = storages().get(List.of("shell", "confined", "local").indexOf(name));
    Path library;
    String url;
    if (name.equals("local")) {
      library = Files.createDirectories(sources.resolve("library"));
      url = library.toString();
    } else {
      SshAccount account =
          name.equals("shell") ? bed.sshd().shellAccount() : bed.sshd().confinedAccount();
      SshAccount.Scratch scratch = account.newScratch();
      library = scratch.local();
      url = scratch.remote();
    }
    Files.copy(disk, library.resolve("disk.qcow2"));

    JsonNode added = add("file on " + name, "file://" + url + "/disk.qcow2", List.of(storage));

    assertReady(added);
    assertLiesOn(storage, added.get("uuid").asString());
    bed.admin().delete("/images/" + added.get("uuid").asString());
    assertGone(added.get("uuid").asString());
    assertThat(library.resolve("disk.qcow2")).satisfies(sameBytes(disk));
  }

  @ParameterizedTest
  @ValueSource(strings = {"shell", "confined", "local", "shell,confined,local"})
  void comesFromTheCallersOwnMachine(String names) throws Exception {
    List<TestStorage> targets =
        Stream.of(names.split(","))
            .map(name -> storages().get(List.of("shell", "confined", "local").indexOf(name)))
            .toList();
    String uuids = String.join(",", targets.stream().map(TestStorage::uuid).toList());

    JsonNode added =
        bed.cli()
            .line("upload '" + disk + "' name=uploaded backupStorageUuids=" + uuids)
            .ok()
            .get("inventory");

    String uuid = added.get("uuid").asString();
    assertReady(added);
    for (TestStorage storage : targets) {
      assertLiesOn(storage, uuid);
    }
    Path back = directory.resolve("back-" + uuid + ".qcow2");
    bed.cli().line("download " + uuid + " " + back).ok();
    assertThat(back).satisfies(sameBytes(disk));
    Programs.run("qemu-img", "compare", disk.toString(), back.toString());
    bed.cli().line("DeleteImage uuid=" + uuid).ok();
    assertGone(uuid);
  }

  @Test
  void isReadInRanges() throws Exception {
    String uuid = add("ranges", Source.HTTP.url(), List.of(shell)).get("uuid").asString();
    byte[] bytes = Files.readAllBytes(disk);
    long size = bytes.length;
    HttpDownload whole = HttpDownload.of(bed.admin(), "/images/" + uuid + "/file");

    assertThat(whole.status()).isEqualTo(200);
    assertThat(whole.body()).isEqualTo(bytes);
    assertThat(whole.header("Accept-Ranges")).isEqualTo("bytes");
    assertThat(whole.header("Digest"))
        .isEqualTo(
            "sha-256="
                + java.util.Base64.getEncoder()
                    .encodeToString(java.util.HexFormat.of().parseHex(sha256)));
    for (long[] range :
        new long[][] {{0, 0}, {0, 511}, {65_536, 1_048_577}, {size - 1, size - 1}, {1, size - 1}}) {
      HttpDownload part =
          HttpDownload.of(
              bed.admin(),
              "/images/" + uuid + "/file",
              "Range",
              "bytes=" + range[0] + "-" + range[1]);
      assertThat(part.status()).isEqualTo(206);
      assertThat(part.header("Content-Range"))
          .isEqualTo("bytes " + range[0] + "-" + range[1] + "/" + size);
      assertThat(part.body())
          .isEqualTo(java.util.Arrays.copyOfRange(bytes, (int) range[0], (int) range[1] + 1));
    }
    assertThat(
            HttpDownload.of(bed.admin(), "/images/" + uuid + "/file", "Range", "bytes=-7").body())
        .isEqualTo(java.util.Arrays.copyOfRange(bytes, bytes.length - 7, bytes.length));
    bed.admin().delete("/images/" + uuid);
    assertGone(uuid);
  }

  @Test
  void waitsInTheTrashIsRecoveredAndExpunged() throws Exception {
    bed.configure("image", "deletionPolicy", "Delay");
    try {
      String uuid = add("delayed", Source.HTTP.url(), List.of(shell, local)).get("uuid").asString();
      String actions = "/images/" + uuid + "/actions";

      bed.admin().delete("/images/" + uuid);
      assertThat(bed.admin().show("/images", uuid).get("status").asString()).isEqualTo("Deleted");
      assertThat(shell.files()).isNotEmpty();
      assertThat(bed.admin().send("GET", "/images/" + uuid + "/file").status()).isNotEqualTo(200);

      JsonNode recovered = bed.admin().act(actions, "recoverImage", Map.of()).get("inventory");
      assertReady(recovered);
      assertThat(DiskImages.sha256(download(uuid, shell))).isEqualTo(sha256);

      bed.admin().delete("/images/" + uuid);
      bed.admin().act(actions, "expungeImage", Map.of("backupStorageUuids", List.of(shell.uuid())));
      assertThat(shell.files()).isEmpty();
      assertThat(local.files()).isNotEmpty();
      bed.admin().act(actions, "expungeImage", Map.of());
      assertGone(uuid);
    } finally {
      bed.configure("image", "deletionPolicy", "Direct");
      bed.configure("image", "download.localPath.whitelist", "*/disk.qcow2");
    }
  }

  @Test
  void isHashedWhereItLies() throws Exception {
    String uuid = add("hashed", Source.HTTP.url(), storages()).get("uuid").asString();

    for (TestStorage storage : storages()) {
      JsonNode reply =
          bed.admin()
              .act(
                  "/images/" + uuid + "/actions",
                  "calculateImageHash",
                  Map.of("backupStorageUuid", storage.uuid(), "algorithm", "SHA256"));
      assertThat(reply.get("hash").asString()).isEqualTo(sha256);
    }
    bed.admin().delete("/images/" + uuid);
  }

  private static JsonNode add(String name, String url, List<TestStorage> storages) {
    return bed.admin()
        .post(
            "/images",
            Map.of(
                "name",
                name,
                "url",
                url,
                "platform",
                "Linux",
                "backupStorageUuids",
                storages.stream().map(TestStorage::uuid).toList()))
        .get("inventory");
  }

  private static void assertReady(JsonNode image) throws Exception {
    assertThat(image.get("status").asString()).isEqualTo("Ready");
    assertThat(image.get("state").asString()).isEqualTo("Enabled");
    assertThat(image.get("format").asString()).isEqualTo("qcow2");
    assertThat(image.get("size").asLong()).isEqualTo(MEBIBYTES << 20);
    assertThat(image.get("actualSize").asLong()).isEqualTo(Files.size(disk));
    assertThat(image.get("sha256").asString()).isEqualTo(sha256);
    assertThat(image.get("backupStorageRefs"))
        .allSatisfy(copy -> {
          assertThat(copy.get("status").asString()).isEqualTo("Ready");
          assertThat(copy.get("sha256").asString()).isEqualTo(sha256);
        });
  }

  private static void assertLiesOn(TestStorage storage, String uuid) {
    JsonNode copy =
        bed.admin()
            .show("/images", uuid)
            .get("backupStorageRefs")
            .valueStream()
            .filter(ref -> ref.get("backupStorageUuid").asString().equals(storage.uuid()))
            .findFirst()
            .orElseThrow();
    String path = copy.get("installPath").asString();
    assertThat(path)
        .matches(
            storage.url() + "/rootVolumeTemplates/acct-[0-9a-f]{32}/" + uuid + "/[^/]+\\.template");
    assertThat(storage.file(path)).satisfies(sameBytes(disk));
  }

  private static byte[] download(String uuid, TestStorage storage) {
    HttpDownload download =
        HttpDownload.of(
            bed.admin(), "/images/" + uuid + "/file?backupStorageUuid=" + storage.uuid());
    assertThat(download.status()).isEqualTo(200);
    return download.body();
  }

  private static void assertGone(String uuid) {
    assertThat(bed.admin().get("/images/" + uuid).get("inventories")).isEmpty();
    for (TestStorage storage : storages()) {
      assertThat(storage.files()).isEmpty();
      JsonNode row = bed.admin().show("/backup-storage", storage.uuid());
      assertThat(row.get("availableCapacity")).isEqualTo(row.get("totalCapacity"));
    }
    Map<String, Long> rows = CatalogRows.of(bed.server());
    assertThat(rows).containsEntry("image", 0L).containsEntry("image_copy", 0L);
    assertThat(rows).containsEntry("reservation", 0L).containsEntry("garbage", 0L);
  }

  private static Path notes(String name) throws Exception {
    return Files.createDirectories(directory.resolve("volumes")).resolve(name);
  }

  private static String run(Map<String, String> environment, String... command) throws Exception {
    var builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as("%s: %s", String.join(" ", command), output).isZero();
    return output;
  }

  private static JsonNode backUp(String volume, TestStorage storage) {
    return bed.admin()
        .act(
            "/volumes/" + volume + "/actions",
            "backupVolume",
            Map.of("backupStorageUuid", storage.uuid()))
        .get("inventory");
  }

  private static void restore(JsonNode snapshot, String to) {
    bed.admin()
        .act(
            "/volume-snapshots/" + snapshot.get("uuid").asString() + "/actions",
            "restoreVolumeSnapshot",
            Map.of("to", to));
  }

  /** A qcow2 on a server and a raw disk here, twice each, read by stock restic too. */
  @Test
  void volumesAreBackedUpTwiceAndEachSnapshotIsRestoredAlone() throws Exception {
    SshAccount account = bed.sshd().shellAccount();
    SshAccount.Scratch scratch = account.newScratch();
    TestStorage kept = bed.sftp("volumes");
    Path there = Files.createDirectories(scratch.local()).resolve("disk.qcow2");
    Files.copy(disk, there);
    account.own(there);
    account.own(scratch.local());
    Path here = notes("disk.raw");
    run(Map.of(), "qemu-img", "convert", "-O", "raw", disk.toString(), here.toString());
    bed.configure("image", "download.localPath.whitelist", "*/volumes/*");
    String server =
        "ssh://%s:%s@%s:%d%s/"
            .formatted(
                account.username(),
                account.password(),
                bed.sshd().host(),
                bed.sshd().port(),
                scratch.remote());
    JsonNode guest =
        bed.admin().post("/volumes", Map.of("name", "guest", "url", server + "disk.qcow2"));
    JsonNode raw =
        bed.admin()
            .post("/volumes", Map.of("name", "raw", "url", "file://" + here, "format", "raw"));
    assertThat(guest.toString()).doesNotContain(account.password());
    String guestUuid = TestBed.uuid(guest);

    JsonNode first = backUp(guestUuid, kept);
    JsonNode ofRaw = backUp(TestBed.uuid(raw), kept);
    assertThat(ofRaw.get("backupStorageRefs").get(0).get("newSize").asLong())
        .as("blocks that the storage had from the other volume")
        .isLessThan(10_000);
    run(Map.of(), "qemu-io", "-f", "qcow2", "-c", "write -P 9 1M 64k", there.toString());
    JsonNode second = backUp(guestUuid, kept);
    assertThat(
            bed.admin()
                .query("/volume-snapshots", "volume.name=guest", "backupStorage.name=volumes"))
        .hasSize(2);

    restore(second, server + "restored.raw");
    run(
        Map.of(),
        "qemu-img",
        "compare",
        there.toString(),
        scratch.local().resolve("restored.raw").toString());
    bed.admin().delete("/volume-snapshots/" + second.get("uuid").asString());
    Path restored = notes("restored.raw");
    restore(first, "file://" + restored);
    run(Map.of(), "qemu-img", "compare", "-f", "raw", restored.toString(), here.toString());

    JsonNode key = bed.admin().get("/backup-storage/" + kept.uuid() + "/repository-password");
    assertThat(key.get("command").asString()).startsWith("restic -r sftp://");
    Map<String, String> password = Map.of("RESTIC_PASSWORD", key.get("password").asString());
    String repository = kept.local().resolve("repository").toString();
    await("the clean-up after the deletion locks the repository for a moment")
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(() ->
            run(
                password,
                StockRestic.PROGRAM,
                "--no-cache",
                "-r",
                repository,
                "check",
                "--read-data"));
    assertThat(run(password, StockRestic.PROGRAM, "--no-cache", "-r", repository, "snapshots"))
        .contains("2 snapshots");
    bed.configure("image", "download.localPath.whitelist", "*/disk.qcow2");
  }
}
