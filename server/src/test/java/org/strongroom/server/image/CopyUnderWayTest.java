package org.strongroom.server.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.strongroom.server.image.ImageHouse.Storage;
import org.strongroom.server.image.record.DeletionPolicy;
import org.strongroom.server.job.JobOutcome;

/** What happens to an image, its storages and the server while a copy is being written. */
class CopyUnderWayTest extends CopyGround {
  /** A copy whose first byte waits at the gate. */
  private record Begun(String image, Storage source, Storage target, String job) {}

  private Begun begin() throws Exception {
    Storage source = house.directoryStorage("source");
    Storage target = house.directoryStorage("target");
    String image = add(source);
    gate.shut();
    String job = house.start("CopyImage", copying(image, target));
    gate.awaitWriter();
    return new Begun(image, source, target, job);
  }

  @Test
  void onlyOneJobAtATimeWritesACopy() throws Exception {
    Storage source = house.directoryStorage("source");
    Storage target = house.directoryStorage("target");
    Storage other = house.directoryStorage("other");
    String image = add(source);
    gate.shut();
    String job = house.start("CopyImage", copying(image, target));
    gate.awaitWriter();
    assertThat(refusal(image, target).details()).contains("already", job);
    assertThat(refusal(image, other, target).details()).contains("already", job);
    gate.open();
    house.added(house.run("CopyImage", copying(image, other)));
    assertThat(house.end(job)).isInstanceOf(JobOutcome.Succeeded.class);
    assertCopied(image, source, target, other);
  }

  @Test
  void aCancelledCopyLeavesNothing() throws Exception {
    Begun copy = begin();
    house.database.write(transaction -> {
      house.engine.cancel(copy.job(), transaction);
      return true;
    });
    assertThat(house.failed(house.end(copy.job())).code()).isEqualTo("SYS.1017");
    assertThat(status(copy.image(), copy.target())).isEqualTo("none");
    assertNothingOn(copy.target());
  }

  @Test
  void aCopyThatWasKilledIsDoneAfterTheNextStart() throws Exception {
    Begun copy = begin();
    house.crashAndRestart();
    gate.open();
    house.added(house.end(copy.job()));
    assertCopied(copy.image(), copy.source(), copy.target());
  }

  @ParameterizedTest
  @EnumSource
  void aDeletionOfTheImageEndsTheCopying(DeletionPolicy policy) throws Exception {
    Begun copy = begin();
    house.settings.policy = policy;
    house.run("DeleteImage", Map.of("uuid", copy.image()));
    assertThat(house.failed(house.end(copy.job())).code()).isEqualTo("SYS.1017");
    assertNothingOn(copy.target());
    if (policy != DeletionPolicy.DIRECT) {
      house.run("ExpungeImage", Map.of("imageUuid", copy.image()));
    }
    assertThat(house.query(ImageHouse.ADMIN)).isEmpty();
    assertNothingOn(copy.source());
  }

  @Test
  void aDeletionOfTheCopyThatComesEndsItAndLeavesTheOthers() throws Exception {
    Begun copy = begin();
    house.run("DeleteImage", copying(copy.image(), copy.target()));
    assertThat(house.failed(house.end(copy.job())).code()).isEqualTo("SYS.1017");
    assertNothingOn(copy.target());
    assertCopied(copy.image(), copy.source());
  }

  @Test
  void anImageWhoseSourceIsDeletedMeanwhileLivesOnInItsCopy() throws Exception {
    Begun copy = begin();
    house.run("DeleteImage", copying(copy.image(), copy.source()));
    assertThat(house.imageOf(copy.image()).status()).isEqualTo("Deleted");
    gate.open();
    house.added(house.end(copy.job()));
    assertCopied(copy.image(), copy.target());
    house.run("ExpungeImage", Map.of("imageUuid", copy.image()));
    assertNothingOn(copy.source());
    assertCopied(copy.image(), copy.target());
  }

  @Test
  void ofAStorageThatIsDeletedNothingIsWantedAnyMore() throws Exception {
    Storage source = house.directoryStorage("source");
    Storage going = house.directoryStorage("going");
    Storage staying = house.directoryStorage("staying");
    String image = add(source);
    gate.shut();
    String job = house.start("CopyImage", copying(image, going, staying));
    gate.awaitWriter();
    deleteCopies(going);
    gate.open();
    assertThat(house.failed(house.end(job)).details())
        .contains("copied to backup storage 'staying'", "not to backup storage 'going'");
    assertNothingOn(going);
    assertCopied(image, source, staying);
  }

  @Test
  void anImageGoesWithTheStorageOfItsOnlyCopyThoughAnotherWasToCome() throws Exception {
    Faulty faulty = new Faulty();
    Storage source = storage("source", faulty::around);
    Storage target = house.directoryStorage("target");
    String image = add(source);
    faulty.readable = 1_100_000;
    faulty.atBreak = () -> deleteCopies(source);
    assertThat(refusal(image, target).details()).contains("no copy of the image");
    assertThat(house.query(ImageHouse.ADMIN)).isEmpty();
    assertNothingOn(source, target);
  }
}
