package org.strongroom.server.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.strongroom.server.catalog.system.JobTable.JOB;
import static org.strongroom.server.image.ImageHouse.ADMIN;
import static org.strongroom.server.image.ImageHouse.OTHER;
import static org.strongroom.server.image.ImageHouse.image;
import static org.strongroom.testing.SameBytes.sameBytes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.strongroom.api.backupstorage.VerifyBackupStorage;
import org.strongroom.api.inventory.ImageBackupStorageRefInventory;
import org.strongroom.server.image.ImageHouse.Storage;
import org.strongroom.server.image.record.DeletionPolicy;
import org.strongroom.server.job.JobOutcome;
import org.strongroom.testing.BootSector;
import org.strongroom.testing.OpenSshServer;

/** What lies on storages is read again, and brought back where another storage has it. */
class VerifyAndRepairTest {
  private static final byte[] RAW = new byte[1_500_000];
  private static OpenSshServer sshd;

  @TempDir private Path directory;
  private final Gate gate = new Gate();
  private ImageHouse house;
  private ImageWebServer web;

  @BeforeAll
  static void start() throws Exception {
    new Random(4).nextBytes(RAW);
    BootSector.mark(RAW);
    sshd = OpenSshServer.start();
  }

  @AfterAll
  static void stop() {
    sshd.close();
  }

  @BeforeEach
  void open() throws IOException {
    house = new ImageHouse(directory);
    house.around = gate::around;
    web = new ImageWebServer(RAW);
  }

  @AfterEach
  void close() {
    gate.open();
    web.close();
    house.close();
  }

  private Storage server(String name) throws IOException {
    return house.sftpStorage(name, sshd, sshd.shellAccount());
  }

  private String add(String name, Storage... storages) {
    return house.added(house.run("AddImage", image(name, web.url("/whole"), storages))).uuid();
  }

  private static Path file(Storage storage, String image) {
    return storage.files().stream()
        .filter(file -> file.toString().contains(image) && !file.toString().endsWith(".json"))
        .findFirst()
        .orElseThrow();
  }

  private ImageBackupStorageRefInventory copy(String image, Storage storage) {
    return house.imageOf(image).backupStorageRefs().stream()
        .filter(ref -> ref.backupStorageUuid().equals(storage.uuid()))
        .findFirst()
        .orElseThrow();
  }

  private Instant lastVerified(String image, Storage storage) {
    return copy(image, storage).lastVerified();
  }

  private VerifyBackupStorage.Reply verified(JobOutcome outcome) {
    assertThat(outcome).isInstanceOf(JobOutcome.Succeeded.class);
    return (VerifyBackupStorage.Reply) ((JobOutcome.Succeeded) outcome).reply();
  }

  private void verifyImage(String image) {
    assertThat(house.run("VerifyImage", Map.of("uuid", image)))
        .isInstanceOf(JobOutcome.Succeeded.class);
  }

  private String refusal(String operation, Map<String, ?> values) {
    return house.failed(house.run(operation, values)).details();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void everyHarmOnAStorageIsFoundAndWhatIsGoodIsProved(boolean sftp) throws IOException {
    Storage storage = sftp ? server("bad") : house.directoryStorage("bad");
    String good = add("good", storage);
    Map<Harm, String> harmed = new LinkedHashMap<>();
    for (Harm harm : Harm.values()) {
      String image = add(harm.name(), storage);
      harm.to(file(storage, image));
      harmed.put(harm, image);
    }
    Instant before = lastVerified(good, storage);
    house.clock.forward(Duration.ofMinutes(1));

    var reply = verified(house.run("VerifyBackupStorage", Map.of("uuid", storage.uuid())));

    assertThat(reply.verified()).isEqualTo(1);
    assertThat(reply.damaged()).isEqualTo(Harm.values().length);
    assertThat(lastVerified(good, storage)).isAfter(before);
    harmed.forEach((harm, image) -> {
      assertThat(copy(image, storage).status()).as(harm.name()).isEqualTo("Damaged");
      assertThat(copy(image, storage).damage()).contains(harm.told());
      assertThat(house.imageOf(image).status()).isEqualTo("Damaged");
    });
    verified(house.run("VerifyBackupStorage", Map.of("uuid", storage.uuid())));
    assertThat(house.events("Damaged")).as("told once").hasSize(harmed.size());
  }

  @Test
  void aCopyThatCameBackIsHealedByItsVerification() throws IOException {
    Storage storage = house.directoryStorage("bad");
    String image = add("one", storage);
    Path aside = directory.resolve("aside");
    Files.move(file(storage, image), aside);
    verifyImage(image);
    assertThat(copy(image, storage).status()).isEqualTo("Damaged");
    Files.move(aside, Path.of(copy(image, storage).installPath()));
    verifyImage(image);
    assertThat(copy(image, storage).status()).isEqualTo("Ready");
    assertThat(house.events("Healed")).hasSize(1);
  }

  @Test
  void aStorageThatCannotBeReadIsNotDamagedButTheCallTellsWhy() throws IOException {
    Storage storage = house.directoryStorage("bad");
    Storage other = house.directoryStorage("other");
    String image = add("one", storage, other);
    Files.move(storage.root(), directory.resolve("aside"));
    Files.createDirectory(storage.root());
    Instant before = lastVerified(image, other);
    house.clock.forward(Duration.ofMinutes(1));
    assertThat(refusal("VerifyBackupStorage", Map.of("uuid", storage.uuid()))).contains("marker");
    assertThat(refusal("VerifyImage", Map.of("uuid", image))).contains("'bad'", "marker");
    assertThat(copy(image, storage).status()).isEqualTo("Ready");
    assertThat(lastVerified(image, other)).as("the other was looked at").isAfter(before);
    house.status(storage, "Disconnected");
    assertThat(refusal("VerifyBackupStorage", Map.of("uuid", storage.uuid())))
        .contains("not Connected");
  }

  @Test
  void aVerificationThatWasKilledGoesOnWhereItWas() throws IOException {
    Storage storage = house.directoryStorage("slow");
    List<String> images = List.of(add("a", storage), add("b", storage), add("c", storage));
    house.clock.forward(Duration.ofMinutes(1));
    Instant before = house.clock.instant();
    house.settings.verifyBandwidth = 1_500_000;
    String job = house.start("VerifyBackupStorage", Map.of("uuid", storage.uuid()));
    Awaitility.await()
        .until(() -> images.stream().anyMatch(i -> !lastVerified(i, storage).isBefore(before)));
    assertThat(refusal("VerifyBackupStorage", Map.of("uuid", storage.uuid())))
        .contains("is being verified already", job);
    house.crashAndRestart();
    Map<String, Instant> proved = new LinkedHashMap<>();
    images.stream()
        .filter(image -> !lastVerified(image, storage).isBefore(before))
        .forEach(image -> proved.put(image, lastVerified(image, storage)));
    house.settings.verifyBandwidth = 0;
    assertThat(verified(house.end(job)).verified()).isEqualTo(3);
    proved
        .keySet()
        .forEach(image ->
            assertThat(lastVerified(image, storage))
                .as("not read a second time")
                .isEqualTo(proved.get(image)));
  }

  @Test
  void aVerificationCanBeCancelled() throws IOException {
    Storage storage = house.directoryStorage("slow");
    add("a", storage);
    house.clock.forward(Duration.ofMinutes(1));
    house.settings.verifyBandwidth = 1;
    String job = house.start("VerifyBackupStorage", Map.of("uuid", storage.uuid()));
    house.database.write(transaction -> {
      house.engine.cancel(job, transaction);
      return true;
    });
    assertThat(house.failed(house.end(job)).code()).isEqualTo("SYS.1017");
  }

  private long scheduled() {
    return house.database.read(sql -> sql.fetchCount(JOB, JOB.OPERATION.eq("VerifyBackupStorage")));
  }

  @Test
  void theScheduleReadsWhatWasNotProvedForTooLong() throws IOException {
    Storage mine = house.directoryStorage("mine");
    Storage others = house.directoryStorage("others");
    String image = add("one", mine, others);
    var schedule = house.schedule(mine.uuid()::equals);
    schedule.run();
    assertThat(scheduled()).as("proved when it came").isZero();
    house.clock.forward(Duration.ofDays(31));
    Instant before = house.clock.instant();
    house.settings.verifyInterval = Duration.ZERO;
    schedule.run();
    assertThat(scheduled()).as("switched off").isZero();
    house.settings.verifyInterval = Duration.ofDays(30);
    schedule.run();
    Awaitility.await().until(() -> !lastVerified(image, mine).isBefore(before));
    assertThat(lastVerified(image, others)).isBefore(before);
    Awaitility.await().until(() -> house.engine.runningJobs() == 0);
    schedule.run();
    assertThat(scheduled()).as("young again").isEqualTo(1);
    schedule.close();
  }

  @ParameterizedTest
  @EnumSource
  void everyHarmIsRepairedFromAnotherStorage(Harm harm) throws IOException {
    Storage bad = house.directoryStorage("bad");
    Storage good = house.directoryStorage("good");
    repaired(bad, good, harm);
  }

  @Test
  void overSftpToo() throws IOException {
    Storage bad = server("bad");
    repaired(bad, house.directoryStorage("good"), Harm.FLIPPED);
    repaired(server("worse"), server("better"), Harm.ITS_DIRECTORY_REMOVED);
  }

  private void repaired(Storage bad, Storage good, Harm harm) throws IOException {
    String image = add("one", bad, good);
    var untouched = Files.getLastModifiedTime(file(good, image));
    harm.to(file(bad, image));
    verifyImage(image);
    if (harm == Harm.A_DIRECTORY_IN_ITS_PLACE) {
      Files.delete(Path.of(copyPath(bad, image))); // what is not ours is not removed by us
    }
    var reply = house.added(house.run("RepairImage", Map.of("uuid", image)));
    assertThat(reply.backupStorageRefs()).allMatch(ref -> ref.status().equals("Ready"));
    assertThat(file(bad, image)).satisfies(sameBytes(RAW));
    assertThat(copy(image, bad).damage()).isNull();
    assertThat(Files.getLastModifiedTime(file(good, image))).isEqualTo(untouched);
    assertThat(house.events("Repaired")).isNotEmpty();
    house.assertClean(bad, good);
  }

  private String copyPath(Storage storage, String image) {
    return storage.root() + copy(image, storage).installPath().substring(storage.url().length());
  }

  @Test
  void aRepairTakesTheNextCopyWhenItsSourceProvesDamaged() throws IOException {
    Storage bad = house.directoryStorage("bad");
    Storage worse = house.directoryStorage("worse");
    Storage good = house.directoryStorage("good");
    String image = add("one", bad, worse, good);
    Harm.REMOVED.to(file(bad, image));
    verifyImage(image);
    Harm.FLIPPED.to(file(worse, image));
    Harm.FLIPPED.to(file(good, image));
    assertThat(refusal("RepairImage", Map.of("uuid", image))).contains("no copy of the image");
    assertThat(house.imageOf(image).status()).isEqualTo("Damaged");
    assertThat(refusal("RepairImage", Map.of("uuid", image))).contains("is good");
    Files.write(file(good, image), RAW);
    verifyImage(image);
    var reply = house.added(house.run("RepairImage", Map.of("uuid", image)));
    assertThat(reply.backupStorageRefs()).allMatch(ref -> ref.status().equals("Ready"));
    house.assertClean(bad, worse, good);
  }

  @Test
  void aRepairIsRefusedThatCannotBeDone() throws IOException {
    Storage bad = house.directoryStorage("bad");
    Storage good = house.directoryStorage("good");
    String image = add("one", bad, good);
    assertThat(refusal("RepairImage", Map.of("uuid", image))).contains("is Damaged");
    Harm.FLIPPED.to(file(bad, image));
    verifyImage(image);
    house.status(bad, "Disconnected");
    assertThat(refusal("RepairImage", Map.of("uuid", image))).contains("'bad'", "not Connected");
    var named = Map.of("uuid", image, "backupStorageUuid", good.uuid());
    assertThat(refusal("RepairImage", named)).contains("is Damaged");
  }

  @Test
  void aRepairThatWasKilledIsDoneAfterTheNextStart() throws Exception {
    Storage bad = house.directoryStorage("bad");
    Storage good = house.directoryStorage("good");
    String image = add("one", bad, good);
    Harm.TRUNCATED.to(file(bad, image));
    verifyImage(image);
    gate.shut();
    String job = house.start("RepairImage", Map.of("uuid", image));
    gate.awaitWriter();
    assertThat(refusal("RepairImage", Map.of("uuid", image))).contains("already", job);
    house.crashAndRestart();
    gate.open();
    assertThat(house.end(job)).isInstanceOf(JobOutcome.Succeeded.class);
    assertThat(file(bad, image)).satisfies(sameBytes(RAW));
    house.assertClean(bad, good);
  }

  @Test
  void aCancelledRepairLeavesTheCopyAsItWas() throws Exception {
    Storage bad = house.directoryStorage("bad");
    Storage good = house.directoryStorage("good");
    String image = add("one", bad, good);
    Harm.FLIPPED.to(file(bad, image));
    verifyImage(image);
    gate.shut();
    String job = house.start("RepairImage", Map.of("uuid", image));
    gate.awaitWriter();
    house.database.write(transaction -> {
      house.engine.cancel(job, transaction);
      return true;
    });
    assertThat(house.failed(house.end(job)).code()).isEqualTo("SYS.1017");
    assertThat(copy(image, bad).status()).isEqualTo("Damaged");
    house.assertClean(bad, good);
  }

  @Test
  void nothingIsLeftOfACopyThatIsDeletedWhileItIsRepaired() throws Exception {
    Storage bad = house.directoryStorage("bad");
    Storage good = house.directoryStorage("good");
    String image = add("one", bad, good);
    Harm.FLIPPED.to(file(bad, image));
    verifyImage(image);
    gate.shut();
    String job = house.start("RepairImage", Map.of("uuid", image));
    gate.awaitWriter();
    house.settings.policy = DeletionPolicy.DIRECT;
    house.run("DeleteImage", Map.of("uuid", image, "backupStorageUuids", List.of(bad.uuid())));
    gate.open();
    assertThat(house.end(job)).isInstanceOf(JobOutcome.Failed.class);
    house.assertClean(bad, good);
    assertThat(bad.files()).isEmpty();
    assertThat(house.imageOf(image).status()).isEqualTo("Ready");
  }

  @Test
  void othersMayNeitherVerifyNorRepair() throws IOException {
    Storage storage = house.directoryStorage("mine");
    String image = add("one", storage);
    for (String operation : List.of("VerifyImage", "RepairImage")) {
      String job = house.start(operation, Map.of("uuid", image), OTHER);
      assertThat(house.failed(house.end(job)).code()).isEqualTo("ID.1002");
    }
    String job = house.start("VerifyBackupStorage", Map.of("uuid", storage.uuid()), OTHER);
    assertThat(house.failed(house.end(job)).code()).isEqualTo("ID.1002");
    assertThat(house.query(ADMIN)).hasSize(1);
  }
}
