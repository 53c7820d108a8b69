package org.strongroom.server.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.strongroom.server.catalog.content.ImageCopyTable.IMAGE_COPY;
import static org.strongroom.server.catalog.content.ImageTable.IMAGE;
import static org.strongroom.server.catalog.storage.BackupStorageTable.BACKUP_STORAGE;
import static org.strongroom.server.image.ImageHouse.OTHER;
import static org.strongroom.server.image.ImageHouse.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.strongroom.api.ApiError;
import org.strongroom.server.image.ImageHouse.Storage;

/** An image gets copies on further storages: read once, verified, each target for itself. */
class CopyImageTest extends CopyGround {
  @Test
  void isReadOnceForAllTargetsAndLiesThereByteForByteWithItsManifest() throws IOException {
    Faulty watched = new Faulty();
    Storage source = storage("source", watched::around);
    Storage near = house.directoryStorage("near");
    Storage far = house.sftpStorage("far", sshd, sshd.shellAccount());
    String image = add(source);

    var reply = house.added(house.run("CopyImage", copying(image, near, far)));

    assertThat(reply.backupStorageRefs()).hasSize(3).allMatch(r -> r.status().equals("Ready"));
    assertThat(reply.backupStorageRefs()).allMatch(r -> r.lastVerified() != null);
    assertThat(watched.reads).as("reads of the source").containsExactly(0L);
    assertCopied(image, near, far);
    assertThat(house.events("Copied"))
        .satisfiesExactlyInAnyOrder(
            one -> assertThat(one).contains("'near'"), one -> assertThat(one).contains("'far'"));
    house.run("VerifyImage", Map.of("uuid", image));
    assertCopied(image, source, near, far);
  }

  @Test
  void aCopyIsTakenInAgainWhereItsStorageIsAddedAnew() throws IOException {
    Storage source = house.directoryStorage("source");
    Storage target = house.directoryStorage("target");
    String image = add(source);
    house.added(house.run("CopyImage", copying(image, target)));
    house.database.write(transaction -> {
      transaction
          .sql()
          .update(BACKUP_STORAGE)
          .set(BACKUP_STORAGE.USED_CAPACITY, 0L)
          .where(BACKUP_STORAGE.UUID.eq(target.uuid()))
          .execute();
      return transaction
          .sql()
          .deleteFrom(IMAGE_COPY)
          .where(IMAGE_COPY.BACKUP_STORAGE_UUID.eq(target.uuid()))
          .execute();
    });
    assertThat(status(image, target)).isEqualTo("none");
    house.runImport(target);
    assertCopied(image, source, target);
  }

  @Test
  void isRefusedWhereACopyIsAlready() throws IOException {
    Storage one = house.directoryStorage("one");
    Storage two = house.directoryStorage("two");
    Storage three = house.directoryStorage("three");
    String image = add(one, two);
    ApiError refusal = refusal(image, three, two);
    assertThat(refusal.code()).isEqualTo("SYS.1006");
    assertThat(refusal.details()).contains("'two'", "Ready");
    house.run("DeleteImage", copying(image, two));
    assertThat(refusal(image, three, two).details()).contains("'two'", "deleted copy");
    assertNothingOn(three);
  }

  @ParameterizedTest
  @EnumSource(
      value = Harm.class,
      names = {"GREW", "A_DIRECTORY_IN_ITS_PLACE", "TRUNCATED"},
      mode = EnumSource.Mode.EXCLUDE)
  void replacesACopyThatIsDamaged(Harm harm) throws IOException {
    Storage good = house.directoryStorage("good");
    Storage bad = house.directoryStorage("bad");
    Storage third = house.directoryStorage("third");
    String image = add(good, bad);
    harm.to(file(bad, image));
    house.run("VerifyImage", Map.of("uuid", image));
    assertThat(status(image, bad)).isEqualTo("Damaged");
    house.added(house.run("CopyImage", copying(image, bad, third)));
    assertCopied(image, good, bad, third);
    assertThat(house.events("Repaired")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Disconnected", "Connecting"})
  void isRefusedByAStorageThatIsAway(String status) throws IOException {
    Storage source = house.directoryStorage("source");
    Storage target = house.directoryStorage("target");
    String image = add(source);
    house.status(target, status);
    assertThat(refusal(image, target).details()).contains("'target'", "not Connected");
    house.status(target, "Connected");
    assertNothingOn(target);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Disabled", "Draining"})
  void isRefusedByAStorageThatTakesNoNewWork(String state) throws IOException {
    Storage source = house.directoryStorage("source");
    Storage target = house.directoryStorage("target");
    Storage other = house.directoryStorage("other");
    String image = add(source);
    house.maintenance(target, state.equals("Draining") ? state : null);
    assertThat(refusal(image, target, other).details()).contains("'target'", state);
    assertNothingOn(target, other);
  }

  @Test
  void isRefusedForAnImageThatIsNotToBeUsed() throws IOException {
    Storage source = house.directoryStorage("source");
    Storage target = house.directoryStorage("target");
    String image = add(source);
    house.database.write(
        transaction -> transaction.sql().update(IMAGE).set(IMAGE.STATE, "Disabled").execute());
    assertThat(refusal(image, target).details()).contains("Disabled", "ChangeImageState");
    house.database.write(
        transaction -> transaction.sql().update(IMAGE).set(IMAGE.STATE, "Enabled").execute());
    house.run("DeleteImage", Map.of("uuid", image));
    assertThat(refusal(image, target).details()).contains("is Deleted, not Ready");
    house.run("RecoverImage", Map.of("imageUuid", image));
    String coming = house.start("AddImage", image("two", "upload://two", source));
    String second = house.query(ImageHouse.ADMIN, "name=two").getFirst().uuid();
    assertThat(refusal(second, target).details()).contains("is Downloading, not Ready");
    house.run("DeleteImage", Map.of("uuid", second));
    house.end(coming);
    assertNothingOn(target);
  }

  @Test
  void isRefusedForStrangersAndForNoStorage() throws IOException {
    Storage source = house.directoryStorage("source");
    Storage target = house.directoryStorage("target");
    String image = add(source);
    String job = house.start("CopyImage", copying(image, target), OTHER);
    assertThat(house.failed(house.end(job)).code()).isEqualTo("ID.1002");
    Map<String, Object> none = Map.of("uuid", image, "backupStorageUuids", List.of());
    assertThat(house.failed(house.run("CopyImage", none)).code()).isEqualTo("SYS.1007");
    assertNothingOn(target);
  }

  @Test
  void oneTargetThatFailsDoesNotTakeBackTheOthers() throws IOException {
    Faulty faulty = new Faulty();
    Storage source = house.directoryStorage("source");
    Storage hanging = storage("hanging", faulty::around);
    Storage full = house.directoryStorage("full");
    Storage blocked = house.directoryStorage("blocked");
    Storage good = house.directoryStorage("good");
    String image = add(source);
    faulty.writable = 1_000_000;
    house.database.write(transaction ->
        transaction
            .sql()
            .update(BACKUP_STORAGE)
            .set(BACKUP_STORAGE.TOTAL_CAPACITY, 1000L)
            .where(BACKUP_STORAGE.UUID.eq(full.uuid()))
            .execute());
    Path file = Files.writeString(blocked.root().resolve("rootVolumeTemplates"), "a file");

    ApiError failure = refusal(image, hanging, full, blocked, good);

    assertThat(failure.code()).isEqualTo("SYS.1006");
    assertThat(failure.details())
        .contains("copied to backup storage 'good'")
        .containsPattern("not to backup storage 'hanging'.*it hangs")
        .containsPattern("not to backup storage 'full'.*no room")
        .contains("not to backup storage 'blocked'");
    assertCopied(image, good);
    assertNothingOn(hanging, full);
    Files.delete(file);
    assertNothingOn(blocked);
    faulty.writable = Long.MAX_VALUE;
    house.added(house.run("CopyImage", copying(image, hanging, blocked)));
    assertCopied(image, source, hanging, blocked, good);
  }

  @Test
  void theOnlyTargetTellsItsReasonWithItsCode() throws IOException {
    Storage source = house.directoryStorage("source");
    Storage full = house.directoryStorage("full");
    String image = add(source);
    house.database.write(transaction ->
        transaction
            .sql()
            .update(BACKUP_STORAGE)
            .set(BACKUP_STORAGE.FREE_CAPACITY, (long) RAW.length)
            .where(BACKUP_STORAGE.UUID.eq(full.uuid()))
            .execute());
    assertThat(refusal(image, full).code()).as("no room for its manifest").isEqualTo("BS.1003");
    assertNothingOn(full);
  }

  @Test
  void whatTheCatalogDoesNotKnowIsNotWrittenOver() throws IOException {
    Storage source = house.directoryStorage("source");
    Storage target = house.directoryStorage("target");
    String image = add(source);
    Path foreign = target.root().resolve(source.root().relativize(file(source, image)).getParent());
    Files.createDirectories(foreign);
    Path theirs = Files.writeString(foreign.resolve("theirs"), "not ours");
    assertThat(refusal(image, target).details()).contains("'target'", "RescanBackupStorage");
    assertThat(theirs).hasContent("not ours");
    Files.delete(theirs);
    house.added(house.run("CopyImage", copying(image, target)));
    assertCopied(image, target);
  }

  @Test
  void goesOnWithAnotherCopyAtTheSameOffsetWhenItsSourceGoesAway() throws IOException {
    Faulty first = new Faulty();
    Faulty second = new Faulty();
    Storage breaking = storage("breaking", first::around);
    Storage other = storage("other", second::around);
    Storage target = house.directoryStorage("target");
    String image = add(breaking, other);
    first.readable = 1_100_000;
    second.readable = 1_100_000;
    first.atBreak = () -> house.status(breaking, "Disconnected");
    second.atBreak = () -> second.readable = Long.MAX_VALUE; // a short break
    house.added(house.run("CopyImage", copying(image, target)));
    assertThat(first.reads).containsExactly(0L);
    assertThat(second.reads).containsExactly(1_100_000L, 2_200_000L);
    house.status(breaking, "Connected");
    assertCopied(image, breaking, other, target);
  }

  @Test
  void failsAndLeavesNothingWhenItsOnlySourceGoesAway() throws IOException {
    Faulty faulty = new Faulty();
    Storage source = storage("source", faulty::around);
    Storage target = house.directoryStorage("target");
    String image = add(source);
    faulty.readable = 500_000;
    assertThat(refusal(image, target).details())
        .contains("no copy of the image", "'source'", "the line broke");
    assertThat(faulty.reads).as("not for ever").hasSizeLessThan(5);
    assertThat(status(image, source)).as("a line is not a file").isEqualTo("Ready");
    assertNothingOn(target);
  }

  @ParameterizedTest
  @EnumSource
  void aSourceThatProvesDamagedIsRecordedAndTheNextOneTaken(Harm harm) throws IOException {
    Storage bad = house.directoryStorage("a bad one");
    Storage good = house.directoryStorage("good");
    Storage target = house.directoryStorage("target");
    String image = add(bad, good);
    harm.to(file(bad, image));
    house.added(house.run("CopyImage", copying(image, target)));
    assertThat(status(image, bad)).isEqualTo("Damaged");
    assertCopied(image, good, target);
  }

  @Test
  void damagedBytesAreNeverCopiedAsGood() throws IOException {
    Storage bad = house.directoryStorage("bad");
    Storage target = house.directoryStorage("target");
    String image = add(bad);
    Harm.FLIPPED.to(file(bad, image));
    assertThat(refusal(image, target).details()).contains("no copy of the image", "damaged");
    assertThat(house.imageOf(image).status()).isEqualTo("Damaged");
    assertNothingOn(target);
    assertThat(refusal(image, target).details()).contains("is Damaged, not Ready");
  }

  @Test
  void ofTwoSourcesThatGaveOneImageTheDamagedOneIsFound() throws IOException {
    Faulty faulty = new Faulty();
    Storage bad = storage("bad", faulty::around);
    Storage good = house.directoryStorage("good");
    Storage target = house.directoryStorage("target");
    String image = add(bad, good);
    byte[] bytes = RAW.clone();
    bytes[100_000] ^= 1;
    Files.write(file(bad, image), bytes);
    faulty.readable = 1_100_000;
    house.added(house.run("CopyImage", copying(image, target)));
    assertThat(status(image, bad)).isEqualTo("Damaged");
    assertCopied(image, good, target);
  }
}
