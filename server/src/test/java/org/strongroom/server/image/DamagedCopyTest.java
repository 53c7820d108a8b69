package org.strongroom.server.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.strongroom.server.catalog.content.ImageCopyTable.IMAGE_COPY;
import static org.strongroom.server.image.ImageHouse.ADMIN;
import static org.strongroom.server.image.ImageHouse.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.strongroom.api.ApiException;
import org.strongroom.api.inventory.ImageBackupStorageRefInventory;
import org.strongroom.api.inventory.ImageInventory;
import org.strongroom.server.caller.Call;
import org.strongroom.server.image.ImageHouse.Storage;
import org.strongroom.testing.BootSector;
import org.strongroom.testing.OpenSshServer;

/** A copy whose bytes are not those that were stored, over a directory and a real SSH server. */
class DamagedCopyTest {
  private static final byte[] RAW = new byte[1_500_000];
  private static OpenSshServer sshd;

  @TempDir private Path directory;
  private ImageHouse house;
  private ImageWebServer web;

  @BeforeAll
  static void start() throws Exception {
    new Random(3).nextBytes(RAW);
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
    web = new ImageWebServer(RAW);
  }

  @AfterEach
  void close() {
    web.close();
    house.close();
  }

  private Storage server(String name) throws IOException {
    return house.sftpStorage(name, sshd, sshd.shellAccount());
  }

  /** The copy on the first storage is read first: it is the oldest. */
  private String add(Storage... storages) {
    String uuid =
        house.added(house.run("AddImage", image("one", web.url("/whole"), storages))).uuid();
    house.database.write(transaction ->
        transaction
            .sql()
            .update(IMAGE_COPY)
            .set(IMAGE_COPY.CREATED, IMAGE_COPY.CREATED.minus(1))
            .where(IMAGE_COPY.BACKUP_STORAGE_UUID.eq(storages[0].uuid()))
            .execute());
    return uuid;
  }

  private static Path file(Storage storage) {
    return storage.files().getFirst();
  }

  private ImageBackupStorageRefInventory copy(String image, Storage storage) {
    return house.imageOf(image).backupStorageRefs().stream()
        .filter(ref -> ref.backupStorageUuid().equals(storage.uuid()))
        .findFirst()
        .orElseThrow();
  }

  private byte[] download(String image) throws IOException {
    return download(image, Optional.empty());
  }

  private byte[] download(String image, Optional<Storage> from) throws IOException {
    try (InputStream whole =
        house.images.downloads().open(image, from.map(Storage::uuid), ADMIN, "r").whole()) {
      return whole.readAllBytes();
    }
  }

  private void hash(String image, Storage storage) {
    house.run(
        "CalculateImageHash",
        Map.of("uuid", image, "backupStorageUuid", storage.uuid(), "algorithm", "SHA256"));
  }

  private void assertDamaged(String image, Storage storage, String how) {
    ImageBackupStorageRefInventory copy = copy(image, storage);
    assertThat(copy.status()).isEqualTo("Damaged");
    assertThat(copy.damage()).contains(how);
    assertThat(copy.damagedDate()).isNotNull();
    assertThat(
            house.query(
                ADMIN,
                "backupStorageRef.status=Damaged",
                "backupStorageRef.backupStorageUuid=" + storage.uuid()))
        .extracting(ImageInventory::uuid)
        .containsExactly(image);
    assertThat(house.events("Damaged"))
        .singleElement()
        .asString()
        .startsWith("the copy on backup storage 'bad' (%s): ".formatted(storage.uuid()))
        .contains(how);
  }

  @ParameterizedTest
  @EnumSource
  void isFoundByADownloadAndAnotherCopyServesFromThenOn(Harm harm) throws IOException {
    Storage bad = house.directoryStorage("bad");
    Storage good = server("good");
    String image = add(bad, good);
    harm.to(file(bad));
    foundByDownload(image, bad, harm);
    for (int again = 0; again < 2; again++) {
      assertThat(download(image)).isEqualTo(RAW);
    }
    assertThatThrownBy(() -> download(image, Optional.of(bad)))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining(harm.told());
    assertDamaged(image, bad, harm.told());
    assertThat(house.imageOf(image).status()).isEqualTo("Ready");
    assertThat(copy(image, good).status()).isEqualTo("Ready");
  }

  @ParameterizedTest
  @EnumSource
  void isFoundByADownloadOverSftp(Harm harm) throws IOException {
    Storage bad = server("bad");
    String image = add(bad);
    harm.to(file(bad));
    foundByDownload(image, bad, harm);
    assertDamaged(image, bad, harm.told());
    assertThat(house.imageOf(image).status()).isEqualTo("Damaged");
  }

  private void foundByDownload(String image, Storage bad, Harm harm) {
    assertThatThrownBy(() -> download(image, Optional.of(bad)))
        .hasMessageContaining(harm == Harm.FLIPPED ? "is damaged" : "no copy of the image");
  }

  @ParameterizedTest
  @EnumSource
  void isFoundByAHash(Harm harm) throws IOException {
    Storage bad = house.directoryStorage("bad");
    String image = add(bad);
    harm.to(file(bad));
    hash(image, bad);
    hash(image, bad);
    assertDamaged(image, bad, harm.told());
  }

  @ParameterizedTest
  @EnumSource
  void isFoundByAHashOverSftp(Harm harm) throws IOException {
    Storage bad = server("bad");
    String image = add(bad);
    harm.to(file(bad));
    hash(image, bad);
    assertDamaged(image, bad, harm.told());
  }

  @Test
  void isFoundWhenItsFileMayNotBeReadAnyMore() throws IOException {
    Storage bad = server("bad");
    Storage good = house.directoryStorage("good");
    String image = add(bad, good);
    Files.setPosixFilePermissions(file(bad), PosixFilePermissions.fromString("---------"));
    assertThat(download(image)).as("the other copy serves at once").isEqualTo(RAW);
    assertDamaged(image, bad, "its file cannot be read");
  }

  @Test
  void aHashOfAnotherKindNeitherReadsADamagedCopyNorHealsIt() throws IOException {
    Storage bad = house.directoryStorage("bad");
    String image = add(bad);
    Harm.FLIPPED.to(file(bad));
    hash(image, bad);
    var md5 = Map.of("uuid", image, "backupStorageUuid", bad.uuid(), "algorithm", "MD5");
    assertThat(house.failed(house.run("CalculateImageHash", md5)).details()).contains("is damaged");
    assertThat(house.imageOf(image).md5Sum()).isNull();
  }

  @Test
  void isReadyAgainWhenItsBytesProveRight() throws IOException {
    Storage bad = house.directoryStorage("bad");
    String image = add(bad);
    Harm.TRUNCATED.to(file(bad));
    hash(image, bad);
    assertThat(house.imageOf(image).status()).isEqualTo("Damaged");
    Files.write(file(bad), RAW);
    hash(image, bad);
    assertThat(copy(image, bad).status()).isEqualTo("Ready");
    assertThat(copy(image, bad).damage()).isNull();
    assertThat(copy(image, bad).damagedDate()).isNull();
    assertThat(copy(image, bad).lastVerified()).isNotNull();
    assertThat(house.imageOf(image).status()).isEqualTo("Ready");
    assertThat(house.events("Healed")).hasSize(1);
    assertThat(download(image)).isEqualTo(RAW);
  }

  @Test
  void anotherDirectoryMountedInItsPlaceIsNoDamage() throws IOException {
    for (Storage away : List.of(house.directoryStorage("bad"), server("worse"))) {
      String image = add(away);
      Path aside = away.root().resolveSibling(away.root().getFileName() + "-aside");
      Files.move(away.root(), aside);
      Files.createDirectory(away.root());
      sshd.shellAccount().own(away.root());
      assertThatThrownBy(() -> download(image)).hasMessageContaining("missing");
      hash(image, away);
      assertThat(copy(image, away).status()).isEqualTo("Ready");
      Files.delete(away.root());
      Files.move(aside, away.root());
      assertThat(download(image)).isEqualTo(RAW);
    }
    assertThat(house.events("Damaged")).isEmpty();
  }

  @Test
  void aStorageThatIsAwayIsNoDamage() throws IOException {
    Storage away = server("bad");
    String image = add(away);
    sshd.stop();
    try {
      assertThatThrownBy(() -> download(image)).isInstanceOf(ApiException.class);
    } finally {
      sshd.restart();
    }
    assertThat(copy(image, away).status()).isEqualTo("Ready");
    assertThat(house.events("Damaged")).isEmpty();
  }

  @Test
  void keepsItsDamageThroughTheTrash() throws IOException {
    Storage bad = house.directoryStorage("bad");
    String image = add(bad);
    Harm.FLIPPED.to(file(bad));
    hash(image, bad);
    house.run("DeleteImage", Map.of("uuid", image));
    assertThat(house.imageOf(image).status()).isEqualTo("Deleted");
    house.run("RecoverImage", Map.of("imageUuid", image));
    assertThat(copy(image, bad).status()).isEqualTo("Damaged");
    assertThat(house.imageOf(image).status()).isEqualTo("Damaged");
  }

  @Test
  void aReaderOfBytesThatWereReplacedMeanwhileAccusesNobody() throws IOException {
    Storage storage = house.directoryStorage("bad");
    String image = add(storage);
    Harm.FLIPPED.to(file(storage));
    try (InputStream slow =
        house.images.downloads().open(image, Optional.empty(), ADMIN, "r").whole()) {
      house.database.write(transaction ->
          house.images.damage().proved(image, storage.uuid(), Call.bySystem("test"), transaction));
      assertThatThrownBy(slow::readAllBytes).hasMessageContaining("damaged");
    }
    assertThat(copy(image, storage).status()).isEqualTo("Ready");
    assertThat(house.events("Damaged")).isEmpty();
  }
}
