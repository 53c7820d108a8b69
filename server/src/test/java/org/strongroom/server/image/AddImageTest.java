package org.strongroom.server.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.strongroom.server.catalog.storage.ReservationTable.RESERVATION;
import static org.strongroom.server.catalog.system.JobTable.JOB;
import static org.strongroom.server.image.ImageHouse.image;
import static org.strongroom.testing.SameBytes.sameBytes;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.awaitility.Awaitility;
import org.jooq.Record;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.api.ApiError;
import org.strongroom.api.RetryLaterException;
import org.strongroom.api.inventory.ImageInventory;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.caller.Uuid;
import org.strongroom.server.image.ImageHouse.Storage;
import org.strongroom.server.image.arrival.AddImageRules;
import org.strongroom.server.image.manifest.ImageManifest;
import org.strongroom.storage.driver.layer.ThrottledDriver;
import org.strongroom.testing.BootSector;
import org.strongroom.testing.OpenSshServer;
import org.strongroom.testing.TinyFileSystem;

/** AddImage over directories and a real SSH server. */
class AddImageTest {
  private static OpenSshServer sshd;
  private static final byte[] RAW = new byte[5_000_000];
  private static byte[] qcow2;

  @TempDir private static Path shared;
  @TempDir private Path directory;
  private ImageHouse house;
  private Storage local;

  @BeforeAll
  static void start() throws Exception {
    sshd = OpenSshServer.start();
    new Random(1).nextBytes(RAW);
    BootSector.mark(RAW);
    qcow2 = Files.readAllBytes(qemuImg("good.qcow2", "create", "-f", "qcow2"));
  }

  @AfterAll
  static void stop() {
    sshd.close();
  }

  @BeforeEach
  void open() throws Exception {
    house = new ImageHouse(directory);
    local = house.directoryStorage("local");
  }

  @AfterEach
  void close() {
    house.close();
  }

  private static Path qemuImg(String file, String... words) throws Exception {
    Path target = shared.resolve(file);
    var command = new java.util.ArrayList<>(List.of("qemu-img"));
    command.addAll(List.of(words));
    command.addAll(List.of(target.toString(), "64M"));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(output).isZero();
    return target;
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of()
        .formatHex(java.security.MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  /** Its storage takes one image at a time, and that one hangs. */
  @Test
  void anImageThatWaitsForItsTurnOpensNoSourceAndIsCancelledAtOnce() throws Exception {
    house.around = driver -> new ThrottledDriver(driver, 1, Duration.ofSeconds(1));
    Storage busy = house.directoryStorage("busy");
    try (var web = new ImageWebServer(qcow2)) {
      String first = house.start("AddImage", image("first", web.url("/hanging"), busy));
      Awaitility.await().until(() -> web.halves.get() == 1);
      List<String> waiting = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        waiting.add(house.start("AddImage", image("next", web.url("/hanging"), busy)));
      }
      for (String job : waiting) {
        Awaitility.await()
            .until(() ->
                house.engine.progress(job).filter(p -> p.step().equals("waiting")).isPresent());
      }
      for (String job : waiting) {
        cancel(job);
        assertThat(house.failed(house.end(job)).code()).isEqualTo("SYS.1017");
      }
      assertThat(web.halves).hasValue(1);
      cancel(first);
      house.end(first);
      house.added(house.run("AddImage", image("last", web.url("/whole"), busy)));
      house.assertClean(busy);
    }
  }

  @Test
  void anAccountAddsOnlySoManyImagesAtOnce() throws Exception {
    try (var web = new ImageWebServer(qcow2)) {
      String first = house.start("AddImage", image("first", web.url("/hanging"), local));
      house.database.write(transaction -> {
        Record row =
            Objects.requireNonNull(
                transaction.sql().selectFrom(JOB).where(JOB.UUID.eq(first)).fetchOne());
        for (int i = 1; i < AddImageRules.MOST_OF_AN_ACCOUNT; i++) {
          row.set(JOB.UUID, Uuid.random());
          transaction.sql().insertInto(JOB).set(row.intoMap()).execute();
        }
        return row;
      });
      assertThatThrownBy(() -> house.start("AddImage", image("more", web.url("/whole"), local)))
          .isInstanceOf(RetryLaterException.class)
          .hasMessageContaining("is adding 1000 images already; wait");
      house.database.write(
          transaction -> transaction.sql().deleteFrom(JOB).where(JOB.UUID.ne(first)).execute());
      house.added(house.run("AddImage", image("again", web.url("/whole"), local)));
      cancel(first);
      house.end(first);
    }
  }

  private void cancel(String job) {
    house.database.write(transaction -> {
      house.engine.cancel(job, transaction);
      return true;
    });
  }

  @Test
  void aSourceThatAnnouncesMoreThanThereIsRoomForIsRefused() throws Exception {
    try (var web = new ImageWebServer(qcow2)) {
      ApiError error =
          house.failed(house.run("AddImage", image("all", web.url("/endless"), local)));
      assertThat(error.toString()).contains("BS.1003");
      house.assertClean(local);
    }
  }

  @Test
  void bringsARealQcow2OntoSeveralStorages() throws Exception {
    Storage server = house.sftpStorage("server", sshd, sshd.shellAccount());
    try (var web = new ImageWebServer(qcow2)) {
      ImageInventory image =
          house.added(house.run("AddImage", image("a/b\n..c", web.url("/whole"), local, server)));
      assertThat(image.status()).isEqualTo("Ready");
      assertThat(image.format()).isEqualTo("qcow2");
      assertThat(image.size()).isEqualTo(64 << 20);
      assertThat(image.actualSize()).isEqualTo(qcow2.length);
      assertThat(image.sha256()).isEqualTo(sha256(qcow2));
      assertThat(image.backupStorageRefs())
          .extracting(ref -> ref.installPath().replace(image.uuid(), "<uuid>"))
          .containsExactlyInAnyOrder(
              path(local, "a_b_..c.template"), path(server, "a_b_..c.template"));
      for (Storage storage : List.of(local, server)) {
        assertThat(storage.files()).hasSize(2);
        assertThat(storage.files().getFirst()).satisfies(sameBytes(qcow2));
      }
      house.assertClean(local, server);
    }
  }

  private static String path(Storage storage, String file) {
    return storage.url()
        + "/rootVolumeTemplates/acct-"
        + ImageHouse.ADMIN.accountUuid()
        + "/<uuid>/"
        + file;
  }

  @Test
  void takesAnImageOfUnknownLength() throws Exception {
    try (var web = new ImageWebServer(RAW)) {
      ImageInventory image =
          house.added(house.run("AddImage", image("raw", web.url("/chunked"), local)));
      assertThat(image.format()).isEqualTo("raw");
      assertThat(image.actualSize()).isEqualTo(RAW.length);
      house.assertClean(local);
    }
  }

  @Test
  void describesAnImageSoThatItsFilesAloneAreEnough() throws Exception {
    try (var web = new ImageWebServer(qcow2)) {
      ImageInventory image =
          house.added(house.run("AddImage", image("self", web.url("/whole"), local)));
      ImageManifest manifest =
          ImageManifest.read(Files.readAllBytes(local.files().get(1))).orElseThrow();
      assertThat(manifest.uuid()).isEqualTo(image.uuid());
      assertThat(manifest.sha256()).isEqualTo(image.sha256());
      assertThat(manifest.backupStorageUuid()).isEqualTo(local.uuid());
    }
  }

  @Test
  void takesBackWhatItDidWhenTheDigestIsWrong() throws Exception {
    try (var web = new ImageWebServer(RAW)) {
      var values = image("wrong", web.url("/whole"), local);
      values.put("sha256", "0".repeat(64));
      ApiError error = house.failed(house.run("AddImage", values));
      assertThat(error.code()).isEqualTo("SYS.1002");
      assertThat(error.cause().code()).isEqualTo("BS.1000");
      assertThat(error.cause().details()).contains("0".repeat(64), sha256(RAW), "transfer");
      assertThat(house.reasons())
          .describedAs("what lists of jobs tell is no less")
          .singleElement(STRING)
          .contains("cannot add the image 'wrong'", "0".repeat(64));
      assertNothingIsLeft();
    }
  }

  @Test
  void refusesAnotherFormatThanDeclared() throws Exception {
    try (var web = new ImageWebServer(qcow2)) {
      var values = image("odd", web.url("/whole"), local);
      values.put("format", "vmdk");
      ApiError error = house.failed(house.run("AddImage", values));
      assertThat(error.cause().details()).contains("declared as vmdk", "qcow2");
      assertNothingIsLeft();
    }
  }

  @Test
  void refusesAnImageThatReadsFilesOfItsHost() throws Exception {
    byte[] hostile =
        Files.readAllBytes(
            qemuImg(
                "hostile.qcow2", "create", "-u", "-f", "qcow2", "-b", "/etc/shadow", "-F", "raw"));
    try (var web = new ImageWebServer(hostile)) {
      ApiError error =
          house.failed(house.run("AddImage", image("hostile", web.url("/whole"), local)));
      assertThat(error.cause().code()).isEqualTo("BS.1000");
      assertThat(error.cause().details()).contains("backing");
      assertNothingIsLeft();
    }
  }

  @Test
  void failsWithoutATraceOnAFullDisk() throws Exception {
    try (var disk = TinyFileSystem.mount(directory.resolve("tiny"), 2_000_000);
        var web = new ImageWebServer(RAW)) {
      Storage tiny = house.directoryStorage("tiny", disk.directory());
      ApiError error =
          house.failed(house.run("AddImage", image("big", web.url("/whole"), local, tiny)));
      assertThat(error.cause().code()).isEqualTo("BS.1000");
      assertThat(error.cause().details()).contains("'tiny'");
      assertNothingIsLeft();
      assertThat(tiny.files()).isEmpty();
    }
  }

  @Test
  void isStoppedInTheMiddleByACancel() throws Exception {
    try (var web = new ImageWebServer(RAW)) {
      String job = house.start("AddImage", image("slow", web.url("/hanging"), local));
      Awaitility.await().until(() -> web.halves.get() > 0 && !local.files().isEmpty());
      house.database.write(transaction -> {
        house.engine.cancel(job, transaction);
        return true;
      });
      assertThat(house.failed(house.end(job)).code()).isEqualTo("SYS.1017");
      assertNothingIsLeft();
    }
  }

  @Test
  void goesOnAfterACrashInTheMiddle() throws Exception {
    try (var web = new ImageWebServer(RAW)) {
      String job = house.start("AddImage", image("crash", web.url("/later"), local));
      Awaitility.await().until(() -> web.halves.get() > 0 && !local.files().isEmpty());
      house.crashAndRestart();
      ImageInventory image = house.added(house.end(job));
      assertThat(local.files().getFirst()).satisfies(sameBytes(RAW));
      assertThat(image.sha256()).isEqualTo(sha256(RAW));
      house.assertClean(local);
    }
  }

  @Test
  void leavesWhatCannotBeRemovedToTheCollector() throws Exception {
    Storage server = house.sftpStorage("server", sshd, sshd.shellAccount());
    try (var web = new ImageWebServer(RAW)) {
      String job = house.start("AddImage", image("cut", web.url("/hanging"), server));
      Awaitility.await().until(() -> web.halves.get() > 0 && !server.files().isEmpty());
      sshd.stop();
      try {
        house.database.write(transaction -> {
          house.engine.cancel(job, transaction);
          return true;
        });
        house.end(job);
        assertThat(house.query(ImageHouse.ADMIN)).isEmpty();
      } finally {
        sshd.restart();
      }
    }
    house.collect(server);
    house.assertClean(server);
    assertThat(server.files()).isEmpty();
  }

  @Test
  void reservesRoomBeforeBytesFlow() throws Exception {
    try (var web = new ImageWebServer(RAW)) {
      String job = house.start("AddImage", image("slow", web.url("/hanging"), local));
      Awaitility.await().until(() -> web.halves.get() > 0 && !local.files().isEmpty());
      List<Long> reserved =
          house.database.read(
              sql -> sql.select(RESERVATION.SIZE).from(RESERVATION).fetch(RESERVATION.SIZE));
      assertThat(reserved).containsExactly(RAW.length + (long) ImageManifest.USUAL_BYTES);
      house.run(
          "DeleteImage", java.util.Map.of("uuid", house.query(ImageHouse.ADMIN).getFirst().uuid()));
      assertThat(house.failed(house.end(job)).code()).isEqualTo("SYS.1017");
      assertNothingIsLeft();
    }
  }

  @Test
  void namesTheStorageThatCannotBeUsed() {
    house.status(local, "Disconnected");
    ApiError error =
        house.failed(house.run("AddImage", image("none", "http://127.0.0.1:1/x", local)));
    assertThat(error.code()).isEqualTo("SYS.1006");
    assertThat(error.details()).contains("'local'", "Disconnected");
  }

  @Test
  void masksThePasswordOfTheUrl() {
    ApiError error =
        house.failed(
            house.run("AddImage", image("secret", "ftp://me:canary@127.0.0.1:1/x", local)));
    assertThat(error.toString()).contains("ftp://***").doesNotContain("canary");
  }

  @Test
  void refusesAddressesOfTheServerItself() {
    ApiError error =
        house.failed(house.run("AddImage", image("meta", "http://169.254.169.254/latest", local)));
    assertThat(error.cause().details()).contains("169.254.169.254");
  }

  @Test
  void readsAFileOfTheStoragesOwnHost() throws Exception {
    Path file = Files.write(Files.createDirectories(directory.resolve("pub")).resolve("i"), RAW);
    Storage server = house.sftpStorage("server", sshd, sshd.shellAccount());
    directory.toFile().setExecutable(true, false);
    house.settings.hostFiles = file.getParent().toRealPath() + "/*";
    ImageInventory image =
        house.added(house.run("AddImage", image("file", "file://" + file, local)));
    assertThat(image.sha256()).isEqualTo(sha256(RAW));
    assertThat(local.files().getFirst()).satisfies(sameBytes(RAW));
    house.assertClean(local, server);
  }

  @Test
  void givesAwayNoFileOfAnotherImageNorOfTheServer() throws Exception {
    Path key = directory.resolve("data/key");
    Path other = Files.write(local.root().resolve("other"), RAW);
    house.settings.hostFiles = "/*";
    for (Path file : List.of(key, other, Path.of("/etc/passwd"))) {
      ApiError error = house.failed(house.run("AddImage", image("file", "file://" + file, local)));
      assertThat(error.cause().code()).as(file.toString()).isEqualTo("BS.1000");
    }
  }

  @Test
  void readsNoFileOfAHostUntilAnAdministratorNamesItsDirectory() throws Exception {
    Path file = Files.write(Files.createDirectories(directory.resolve("pub")).resolve("i"), RAW);

    assertThat(refusal(file)).isEqualTo(NOT_THERE);
  }

  @Test
  void tellsNotWhichFilesOfAHostThereAre() throws Exception {
    Path allowed = Files.createDirectories(directory.resolve("pub")).toRealPath();
    Path secret = Files.write(Files.createDirectories(directory.resolve("own")).resolve("s"), RAW);
    Files.createSymbolicLink(allowed.resolve("way out"), secret);
    Files.createSymbolicLink(allowed.resolve("circle"), allowed.resolve("circle"));
    house.settings.hostFiles = allowed + "/*";

    for (Path file :
        List.of(
            secret,
            secret.resolveSibling("missing"),
            secret.resolve("below a file"),
            secret.getParent(),
            secret.resolveSibling("x".repeat(300)),
            allowed.resolve("missing"),
            allowed.resolve("way out"),
            allowed.resolve("circle"),
            allowed.resolve("../own/s"))) {
      assertThat(refusal(file)).as(file.toString()).isEqualTo(NOT_THERE);
    }
  }

  private static final String NOT_THERE =
      " is not there, or not in what image/download.localPath.whitelist allows";

  /** What is told of a file that may not be read, after its name. */
  private String refusal(Path file) {
    String details =
        house
            .failed(house.run("AddImage", image("file", "file://" + file, local)))
            .cause()
            .details();
    return details.substring(details.lastIndexOf(file.toString()) + file.toString().length());
  }

  @Test
  void filesOfHostsAreForAdministratorsOfTheServerAlone() throws Exception {
    Path file = Files.write(Files.createDirectories(directory.resolve("pub")).resolve("i"), RAW);
    house.settings.hostFiles = "/*";
    String project = "0123456789ab4cde8f0123456789abcd";

    for (Caller caller :
        List.of(
            new Caller(project, "ordinary", false),
            new Caller(project, "of a project", true, Optional.of(project)),
            new Caller(project, "of admin", true, Optional.of(Caller.ADMIN_PROJECT)))) {
      for (Object there : List.of(file, directory.resolve("missing"))) {
        ApiError error =
            house.failed(
                house.end(
                    house.start("AddImage", image("file", "file://" + there, local), caller)));
        assertThat(error.code()).isEqualTo("ID.1002");
        assertThat(error.details()).doesNotContain(there.toString());
      }
    }
  }

  @Test
  void checksItsArguments() {
    var iso = image("iso", "http://127.0.0.1:1/x", local);
    iso.put("mediaType", "ISO");
    iso.put("system", true);
    assertThat(house.failed(house.run("AddImage", iso)).code()).isEqualTo("SYS.1007");
    var sha = image("sha", "http://127.0.0.1:1/x", local);
    sha.put("sha256", "xyz");
    assertThat(house.failed(house.run("AddImage", sha)).code()).isEqualTo("SYS.1007");
    assertThat(house.failed(house.run("AddImage", image("url", "gopher://x/y", local))).code())
        .isEqualTo("SYS.1007");
    assertThat(house.failed(house.run("AddImage", image("none", "http://127.0.0.1:1/x"))).code())
        .isEqualTo("SYS.1007");
  }

  private void assertNothingIsLeft() {
    assertThat(house.query(ImageHouse.ADMIN)).isEmpty();
    house.assertClean(local);
    assertThat(local.files()).isEmpty();
  }
}
