package org.strongroom.server.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.strongroom.server.catalog.content.ImageCopyTable.IMAGE_COPY;
import static org.strongroom.server.catalog.content.ImageTable.IMAGE;
import static org.strongroom.server.image.ImageHouse.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jooq.Condition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.strongroom.api.ApiError;
import org.strongroom.api.ApiException;
import org.strongroom.api.image.CalculateImageHash;
import org.strongroom.api.inventory.ImageInventory;
import org.strongroom.server.backupstorage.record.StorageRows;
import org.strongroom.server.caller.Call;
import org.strongroom.server.image.ImageHouse.Storage;
import org.strongroom.server.image.record.DeletionPolicy;
import org.strongroom.server.job.JobOutcome;
import org.strongroom.testing.BootSector;

/** What becomes of an image once it is there. */
class ImageLifeTest {
  private static final byte[] RAW = new byte[1_500_000];

  static {
    new Random(2).nextBytes(RAW);
    BootSector.mark(RAW);
  }

  @TempDir private Path directory;
  private ImageHouse house;
  private ImageWebServer web;
  private Storage first;
  private Storage second;
  private String uuid;

  @BeforeEach
  void open() throws IOException {
    house = new ImageHouse(directory);
    web = new ImageWebServer(RAW);
    first = house.directoryStorage("first");
    second = house.directoryStorage("second");
    uuid =
        house.added(house.run("AddImage", image("one", web.url("/whole"), first, second))).uuid();
  }

  @AfterEach
  void close() {
    web.close();
    house.close();
  }

  private ImageInventory image1() {
    return house.imageOf(uuid);
  }

  private void delete(String... storages) {
    assertThat(
            house.run("DeleteImage", Map.of("uuid", uuid, "backupStorageUuids", List.of(storages))))
        .isInstanceOf(JobOutcome.Succeeded.class);
  }

  @Test
  void goesIntoTheTrashAndComesBack() {
    delete(first.uuid());
    assertThat(image1().status()).isEqualTo("Ready");
    delete();
    assertThat(image1().status()).isEqualTo("Deleted");
    assertThat(first.files()).hasSize(2);
    house.added(house.run("RecoverImage", Map.of("imageUuid", uuid)));
    assertThat(image1().status()).isEqualTo("Ready");
    assertThat(image1().backupStorageRefs()).allMatch(ref -> ref.status().equals("Ready"));
  }

  @Test
  void isExpungedFromOneStorageAndThenFromAll() {
    assertThat(house.failed(house.run("ExpungeImage", Map.of("imageUuid", uuid))).code())
        .isEqualTo("SYS.1006");
    delete(first.uuid());
    var named = Map.of("imageUuid", uuid, "backupStorageUuids", List.of(second.uuid()));
    assertThat(house.failed(house.run("ExpungeImage", named)).code()).isEqualTo("SYS.1007");
    assertThat(house.run("ExpungeImage", Map.of("imageUuid", uuid)))
        .isInstanceOf(JobOutcome.Succeeded.class);
    house.assertClean(first, second);
    assertThat(first.files()).isEmpty();
    delete();
    house.run("ExpungeImage", Map.of("imageUuid", uuid));
    house.assertClean(first, second);
    assertThat(house.query(ImageHouse.ADMIN)).isEmpty();
    assertThat(house.events("Deleted")).containsExactly("image expunged");
  }

  @Test
  void isRemovedAtOnceWhenThePolicySaysSo() {
    house.settings.policy = DeletionPolicy.DIRECT;
    delete();
    assertThat(first.files()).isEmpty();
    assertThat(second.files()).isEmpty();
    assertThat(house.query(ImageHouse.ADMIN)).isEmpty();
    house.assertClean(first, second);
  }

  /** A bit that flips in a path must not make the directory of an account out of an image's. */
  @Test
  void aDamagedRowTakesNobodyElsesBytesAlong() {
    house.settings.policy = DeletionPolicy.DIRECT;
    String other =
        house.added(house.run("AddImage", image("other", web.url("/whole"), first))).uuid();
    String path =
        house.database.write(transaction -> {
          Condition copy =
              IMAGE_COPY.IMAGE_UUID.eq(uuid).and(IMAGE_COPY.BACKUP_STORAGE_UUID.eq(first.uuid()));
          String good =
              transaction
                  .sql()
                  .select(IMAGE_COPY.INSTALL_PATH)
                  .from(IMAGE_COPY)
                  .where(copy)
                  .fetchSingle()
                  .value1();
          int slash = good.lastIndexOf('/');
          String flipped = good.substring(0, slash) + 'o' + good.substring(slash + 1);
          transaction
              .sql()
              .update(IMAGE_COPY)
              .set(IMAGE_COPY.INSTALL_PATH, flipped)
              .set(IMAGE_COPY.STATUS, "Damaged")
              .where(copy)
              .execute();
          return flipped;
        });
    assertThat(house.failed(house.run("RepairImage", Map.of("uuid", uuid))).details())
        .contains(path + " is no place of the image");
    delete();
    assertThat(house.query(ImageHouse.ADMIN))
        .extracting(ImageInventory::uuid)
        .containsExactly(other);
    assertThat(first.files()).as("both images with their manifests").hasSize(4);
    assertThat(second.files()).isEmpty();
    assertThat(house.run("VerifyImage", Map.of("uuid", other)))
        .isInstanceOf(JobOutcome.Succeeded.class);
  }

  @Test
  void leavesGarbageOnAStorageThatCannotBeReached() {
    house.settings.policy = DeletionPolicy.DIRECT;
    house.status(second, "Disconnected");
    delete();
    assertThat(house.query(ImageHouse.ADMIN)).isEmpty();
    assertThat(first.files()).isEmpty();
    assertThat(second.files()).hasSize(2);
    assertThat(house.used(second)).isEqualTo(second.bytes());
    house.status(second, "Connected");
    house.collect(second);
    house.assertClean(first, second);
    assertThat(second.files()).isEmpty();
  }

  @Test
  void itsGarbageGoesThoughTheClockIsSetBack() {
    house.settings.policy = DeletionPolicy.DIRECT;
    house.status(second, "Disconnected");
    delete();
    house.clock.forward(Duration.ofHours(-1));
    house.status(second, "Connected");
    house.collect(second);
    house.assertClean(first, second);
    assertThat(second.files()).isEmpty();
  }

  @Test
  void isExpungedByTheScheduleWhenItsTimeIsOver() {
    delete();
    house.images.expungeSchedule().run();
    assertThat(house.query(ImageHouse.ADMIN)).hasSize(1);
    house.settings.expungePeriod = Duration.ZERO;
    house.settings.policy = DeletionPolicy.NEVER;
    house.images.expungeSchedule().run();
    assertThat(house.query(ImageHouse.ADMIN)).hasSize(1);
    house.settings.policy = DeletionPolicy.DELAY;
    house.images.expungeSchedule().run();
    assertThat(house.query(ImageHouse.ADMIN)).isEmpty();
    house.assertClean(first, second);
  }

  @Test
  void deletingWhatIsNotThereIsSuccess() {
    assertThat(house.run("DeleteImage", Map.of("uuid", "0".repeat(32))))
        .isInstanceOf(JobOutcome.Succeeded.class);
    assertThat(house.failed(house.run("DeleteImage", Map.of("uuid", "nonsense"))).code())
        .isEqualTo("SYS.1003");
  }

  @Test
  void belongsToItsAccount() {
    assertThat(house.query(ImageHouse.OTHER)).isEmpty();
    for (String operation : List.of("DeleteImage", "SyncImageSize")) {
      String job = house.start(operation, Map.of("uuid", uuid), ImageHouse.OTHER);
      assertThat(house.failed(house.end(job)).code()).isEqualTo("ID.1002");
    }
    assertThatThrownBy(
            () -> house.images.downloads().open(uuid, Optional.empty(), ImageHouse.OTHER, "r"))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("SYS.1003");
  }

  @Test
  void changesStateAndDescription() {
    house.added(house.run("ChangeImageState", Map.of("uuid", uuid, "stateEvent", "disable")));
    ImageInventory changed =
        house.added(
            house.run("UpdateImage", Map.of("uuid", uuid, "name", "two", "platform", "Linux")));
    assertThat(changed.state()).isEqualTo("Disabled");
    assertThat(changed.name()).isEqualTo("two");
    assertThat(house.query(ImageHouse.ADMIN, "platform=Linux")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "format    | qcow2 | the header of image 'one' says raw",
        "format    | iso   | the header of image 'one' says raw",
        "mediaType | ISO   | the format of an image of mediaType ISO is iso, not raw",
      })
  void cannotBecomeWhatItsBytesAreNot(String parameter, String value, String reason) {
    ApiError error = house.failed(house.run("UpdateImage", Map.of("uuid", uuid, parameter, value)));
    assertThat(error.code()).isEqualTo("SYS.1007");
    assertThat(error.details()).contains(reason);
    assertThat(house.query(ImageHouse.ADMIN, "format=raw", "mediaType=RootVolumeTemplate"))
        .hasSize(1);
  }

  @Test
  void emptyChoicesChangeNothing() {
    ImageInventory before = house.query(ImageHouse.ADMIN).getFirst();
    ImageInventory after =
        house.added(
            house.run(
                "UpdateImage",
                Map.of(
                    "uuid",
                    uuid,
                    "platform",
                    "",
                    "mediaType",
                    "",
                    "architecture",
                    "",
                    "format",
                    "")));
    assertThat(after.platform()).isEqualTo(before.platform());
    assertThat(after.mediaType()).isEqualTo("RootVolumeTemplate");
    assertThat(after.architecture()).isEqualTo(before.architecture());
    assertThat(after.format()).isEqualTo("raw");
    house.added(house.run("UpdateImage", Map.of("uuid", uuid, "format", "raw")));
  }

  @Test
  void isReadBackVerified() throws IOException {
    var download = house.images.downloads().open(uuid, Optional.empty(), ImageHouse.ADMIN, "r");
    try (InputStream whole = download.whole()) {
      assertThat(whole.readAllBytes()).isEqualTo(RAW);
    }
  }

  @Test
  void tellsDamageBeforeTheLastByte() throws IOException {
    damage(first);
    var download =
        house.images.downloads().open(uuid, Optional.of(first.uuid()), ImageHouse.ADMIN, "r");
    try (InputStream whole = download.whole()) {
      assertThatThrownBy(whole::readAllBytes).hasMessageContaining("damaged");
    }
    assertThat(house.events("Damaged")).singleElement().asString().contains("'first'");
  }

  private static void damage(Storage storage) throws IOException {
    byte[] bytes = RAW.clone();
    bytes[bytes.length / 2] ^= 1;
    Files.write(storage.files().getFirst(), bytes);
  }

  @Test
  void isReadFromAnotherStorageWhenOneIsAway() {
    house.status(first, "Disconnected");
    assertThat(house.images.downloads().open(uuid, Optional.empty(), ImageHouse.ADMIN, "r").size())
        .isEqualTo(RAW.length);
    house.status(second, "Disconnected");
    assertThatThrownBy(
            () -> house.images.downloads().open(uuid, Optional.empty(), ImageHouse.ADMIN, "r"))
        .hasMessageContaining("'first'")
        .hasMessageContaining("'second'");
  }

  @Test
  void isHashedWhereItLies() throws Exception {
    var values = Map.of("uuid", uuid, "backupStorageUuid", first.uuid(), "algorithm", "MD5");
    var reply =
        (CalculateImageHash.Reply)
            ((JobOutcome.Succeeded) house.run("CalculateImageHash", values)).reply();
    assertThat(image1().md5Sum()).isEqualTo(reply.hash()).hasSize(32);
    damage(first);
    house.run(
        "CalculateImageHash",
        Map.of("uuid", uuid, "backupStorageUuid", first.uuid(), "algorithm", "SHA256"));
    assertThat(house.events("Damaged")).hasSize(1);
  }

  @Test
  void followsAFileThatWasChangedByHand() throws IOException {
    Files.write(first.files().getFirst(), new byte[1000], StandardOpenOption.APPEND);
    Files.delete(second.files().getFirst());
    ImageInventory synced = house.added(house.run("SyncImageSize", Map.of("uuid", uuid)));
    assertThat(synced.actualSize()).isEqualTo(RAW.length + 1000);
    assertThat(house.used(first)).isEqualTo(first.bytes());
  }

  @Test
  void goesWithItsLastStorage() {
    removeCopies(first);
    assertThat(image1().backupStorageRefs()).hasSize(1);
    removeCopies(second);
    assertThat(house.query(ImageHouse.ADMIN)).isEmpty();
    house.assertClean(first, second);
  }

  private void removeCopies(Storage storage) {
    house.database.write(transaction ->
        house
            .images
            .storageCascade()
            .removeCopies(
                StorageRows.require(storage.uuid(), transaction.sql()),
                10,
                Call.bySystem("test"),
                transaction));
  }

  @Test
  void isFoundAgainByItsManifestAlone() throws Exception {
    ImageInventory before = image1();
    house.database.write(transaction -> {
      transaction.sql().deleteFrom(IMAGE).execute();
      house.use(first, -house.used(first), transaction);
      return true;
    });
    house.runImport(first);
    house.runImport(first);
    ImageInventory after = image1();
    assertThat(after.sha256()).isEqualTo(before.sha256());
    assertThat(after.name()).isEqualTo("one");
    assertThat(after.backupStorageRefs())
        .singleElement()
        .extracting(ref -> ref.installPath())
        .isEqualTo(first.files().getFirst().toString());
    assertThat(house.used(first)).isEqualTo(first.bytes());
  }
}
