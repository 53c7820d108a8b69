package org.strongroom.storage.driver.swift;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.strongroom.storage.driver.StorageAssertions.assertFails;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.strongroom.storage.driver.AtomicWrite;
import org.strongroom.storage.driver.DigestAlgorithm;
import org.strongroom.storage.driver.Fence;
import org.strongroom.storage.driver.StorageEntry;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;
import org.strongroom.storage.driver.StoragePath;
import org.strongroom.storage.driver.swift.session.SwiftCall;

/** What a Swift is used for, against Debian's. */
class SwiftFilesTest extends SwiftFilesBed {
  private static final int SEGMENT = SwiftPlace.SMALL.segment();

  // Writing

  @ParameterizedTest
  @ValueSource(ints = {0, 65_537, 500_000})
  void keepsWhatWasWritten(int length) throws IOException {
    byte[] content = random(length);
    write("dir/file", content);
    assertThat(read("dir/file")).isEqualTo(content);
    assertThat(driver.stat(path("dir/file")).orElseThrow().size()).isEqualTo(length);
    assertThat(driver.list(path("dir")))
        .singleElement()
        .extracting(StorageEntry::size)
        .isEqualTo((long) length);
    assertThat(place.objects()).containsExactly("images/dir/file");
    int leaves = length <= SEGMENT ? 0 : Math.ceilDiv(length, SEGMENT);
    assertThat(segments()).filteredOn(name -> name.matches(".*/\\d{8}")).hasSize(leaves);
    driver.delete(path("dir/file"));
    assertThat(place.objects()).isEmpty();
    assertThat(segments()).as("nothing is left of it").isEmpty();
  }

  @Test
  void replacesAFileAndRemovesItsSegments() throws IOException {
    write("file", random(300_000));
    write("file", random(200_000));
    assertThat(read("file")).isEqualTo(random(200_000));
    assertThat(segments()).filteredOn(name -> name.matches(".*/\\d{8}")).hasSize(4);
    write("file", random(10));
    assertThat(read("file")).isEqualTo(random(10));
    assertThat(segments()).isEmpty();
    write("file", random(200_000));
    assertThat(segments()).filteredOn(name -> name.matches(".*/\\d{8}")).hasSize(4);
    assertThat(place.objects()).containsExactly("images/file");
  }

  @Test
  void filesOfOneWriteIdDoNotDisturbEachOther() throws IOException {
    write("one", random(200_000));
    write("two", random(300_000));
    driver.abandon(path("one"), ID);
    driver.abandon(path("two"), ID);
    driver.abandonEarlier(path("one"), ID + "-7");
    assertThat(read("one")).isEqualTo(random(200_000));
    assertThat(read("two")).isEqualTo(random(300_000));
    driver.delete(path("one"));
    assertThat(read("two")).isEqualTo(random(300_000));
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 300_000})
  void showsNothingBeforeTheCommitAndNothingOfAnAbortedWrite(int length) throws IOException {
    write("file", "old".getBytes(UTF_8));
    try (AtomicWrite write = driver.create(path("file"), ID, -1)) {
      write.write(random(length), 0, length);
      assertThat(read("file")).isEqualTo("old".getBytes(UTF_8));
      assertThat(driver.list(StoragePath.ROOT))
          .extracting(entry -> entry.path().name())
          .containsExactlyInAnyOrder("file", "." + ID + ".part");
      assertFails(Reason.EXISTS, () -> driver.create(path("file"), ID, -1));
    }
    assertThat(place.objects()).containsExactly("images/file");
    assertThat(segments()).isEmpty();
  }

  @Test
  void goesOnAfterAKillBehindWhatWasMadeDurable() throws IOException {
    byte[] content = random(500_000);
    AtomicWrite killed = driver.create(path("file"), ID, content.length);
    killed.write(content, 0, 400_001);
    killed.checkpoint();
    killed.write(content, 400_001, 70_000);
    // nobody closes it: its process is gone

    for (int offset : List.of(0, 65_536, 393_217)) {
      SwiftDriver next = small("images");
      AtomicWrite write = next.resume(path("file"), ID, offset, content.length);
      write.write(content, offset, Math.min(90_000, 400_001 - offset));
      write.checkpoint();
      write.write(content, 0, 5000);
      write.close();
      write = next.resume(path("file"), ID, Math.min(offset + 90_000, 400_001), content.length);
      write.write(
          content,
          Math.min(offset + 90_000, 400_001),
          400_001 - Math.min(offset + 90_000, 400_001));
      write.checkpoint();
      write.close();
    }
    try (AtomicWrite write = small("images").resume(path("file"), ID, 400_001, content.length)) {
      write.write(content, 400_001, content.length - 400_001);
      write.commit();
    }
    assertThat(read("file")).isEqualTo(content);
    assertThat(place.objects()).containsExactly("images/file");
    assertThat(segments()).noneMatch(name -> name.contains("tail") || name.contains("journal"));
    driver.delete(path("file"));
    assertThat(segments()).isEmpty();
  }

  @Test
  void abandonedWritesLeaveNothing() throws IOException {
    AtomicWrite killed = driver.create(path("dir/file"), ID + "-1", -1);
    killed.write(random(270_001), 0, 270_001);
    killed.checkpoint();
    killed.write(random(270_001), 0, 270_001);
    driver.abandon(path("dir/file"), ID + "-1");
    assertThat(place.objects()).isEmpty();
    assertThatThrownBy(killed::commit).isInstanceOf(StorageException.class);
    killed.close();
    driver.abandonEarlier(path("dir/file"), ID + "-2");
    assertThat(place.objects()).isEmpty();
    assertThat(segments()).isEmpty();
  }

  @Test
  void segmentsAreFoundWithoutTheirMarker() throws IOException {
    AtomicWrite killed = driver.create(path("dir/file"), ID + "-1", -1);
    killed.write(random(270_001), 0, 270_001);
    killed.checkpoint();
    store.delete(store.files(), place.name("images/dir/." + ID + "-1.part"));
    driver.abandonEarlier(path("dir/file"), ID + "-2");
    assertThat(segments()).isEmpty();
  }

  @Test
  void aMarkerThatIsDeletedTakesItsSegmentsWithIt() throws IOException {
    AtomicWrite killed = driver.create(path("dir/file"), ID, -1);
    killed.write(random(270_001), 0, 270_001);
    killed.checkpoint();
    driver.delete(path("dir/." + ID + ".part"));
    assertThat(place.objects()).isEmpty();
    assertThat(segments()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 200_000})
  void aRunThatWasTakenOverPutsNothingIntoThePlaceOfTheNextOnes(int length) throws IOException {
    for (boolean sentBefore : List.of(true, false)) {
      String id = sentBefore ? ID : "f".repeat(32);
      AtomicWrite paused = driver.create(path("file"), id + "-1", -1);
      if (sentBefore) {
        paused.write(random(length), 0, length);
        paused.checkpoint();
      }
      driver.abandonEarlier(path("file"), id + "-2");
      try (AtomicWrite next = driver.create(path("file"), id + "-2", 4)) {
        next.write("next".getBytes(UTF_8), 0, 4);
        next.commit();
      }
      if (!sentBefore) {
        paused.write(random(length), 0, length);
      }
      assertThatThrownBy(paused::commit).isInstanceOf(StorageException.class);
      paused.close();
      assertThat(read("file")).isEqualTo("next".getBytes(UTF_8));
      assertThat(segments()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 200_000})
  void aRunThatIsTakenOverInItsLastStepReplacesNothing(int length) throws IOException {
    AtomicWrite paused = driver.create(path("file"), ID + "-1", -1);
    paused.write(random(length), 0, length);
    Fence pause =
        () -> {
          try {
            driver.abandonEarlier(path("file"), ID + "-2");
            try (AtomicWrite next = driver.create(path("file"), ID + "-2", 4)) {
              next.write("next".getBytes(UTF_8), 0, 4);
              next.commit();
            }
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
        };
    assertThatThrownBy(() -> paused.commit(pause)).isInstanceOf(StorageException.class);
    paused.close();
    assertThat(read("file")).isEqualTo("next".getBytes(UTF_8));
    assertThat(segments()).isEmpty();
    assertThat(place.objects()).containsExactly("images/file");
  }

  @Test
  void aCommitWhoseProcessWasKilledRightAfterItIsNoUnfinishedWrite() throws IOException {
    write("file", random(200_000));
    SegmentGroup group = new UnfinishedWrites(place(driver)).group(path("file")).orElseThrow();
    WriteMarker.make(place(driver), path("file"), ID, group);
    driver.abandon(path("file"), ID);
    assertThat(read("file")).isEqualTo(random(200_000));
    assertThat(place.objects()).containsExactly("images/file");
  }

  @Test
  void refusesAnotherLengthThanExpected() throws IOException {
    try (AtomicWrite write = driver.create(path("file"), ID, 4)) {
      write.write(new byte[3], 0, 3);
      assertFails(Reason.FAILED, write::commit).hasMessageContaining("3 bytes came instead of 4");
    }
    assertThat(place.objects()).isEmpty();
  }

  // Looking and reading

  @Test
  void takesAnyName() throws IOException {
    for (String name :
        List.of("two words? #1 100%25 %2F a&b=c+;\\\"'<>", "..x", "Ünïcödé 日本語 🗄 e\u0301")) {
      int length = name.startsWith("Ü") || name.endsWith("?") ? 70_000 : 10;
      StoragePath file = StoragePath.of("in").resolve(name).resolve(name);
      try (AtomicWrite write = driver.create(file, ID, length)) {
        write.write(random(length), 0, length);
        write.commit();
      }
      assertThat(driver.list(file.parent())).extracting(StorageEntry::path).containsExactly(file);
      assertThat(driver.list(path("in")))
          .extracting(StorageEntry::path)
          .containsExactly(file.parent());
      assertThat(driver.digest(file, DigestAlgorithm.MD5, done -> {}))
          .isEqualTo(Md5.hex(random(length)));
      driver.delete(file);
      assertThat(driver.stat(file)).isEmpty();
    }
    assertThat(segments()).isEmpty();
  }

  @Test
  void refusesANameThatIsTooLongForTheStore() {
    String deep = String.join("/", "x".repeat(250), "y".repeat(250), "z".repeat(250));
    assertFails(
            Reason.FAILED, () -> driver.create(path(deep + "/" + "v".repeat(200) + "/f"), ID, 0))
        .hasMessageContaining("1024");
    assertFails(Reason.FAILED, () -> driver.stat(path(deep + "/" + deep)))
        .hasMessageContaining("1024");
  }

  @Test
  void readsAtAnyOffsetAndInRanges() throws IOException {
    byte[] content = random(400_003);
    write("file", content);
    for (int offset : List.of(0, 1, 65_535, 65_536, 399_999, 400_003)) {
      try (InputStream stream = driver.read(path("file"), offset)) {
        assertThat(stream.readAllBytes())
            .isEqualTo(Arrays.copyOfRange(content, offset, content.length));
      }
    }
    assertFails(Reason.FAILED, () -> driver.read(path("file"), 400_004));
    assertFails(Reason.NOT_FOUND, () -> driver.read(path("missing"), 0));
    var random = new Random(1);
    try (var source = driver.open(path("file"))) {
      for (int i = 0; i < 8; i++) {
        int offset = random.nextInt(content.length);
        ByteBuffer target = ByteBuffer.allocate(1000);
        int came = source.read(offset, target);
        assertThat(Arrays.copyOf(target.array(), came))
            .isEqualTo(Arrays.copyOfRange(content, offset, offset + came));
      }
      assertThat(source.read(content.length, ByteBuffer.allocate(1))).isEqualTo(-1);
    }
  }

  @Test
  void neverMixesTheBytesOfTwoContents() throws IOException {
    write("file", random(300_000));
    try (var source = driver.open(path("file"))) {
      source.read(290_000, ByteBuffer.allocate(10));
      write("file", random(200_000));
      assertFails(Reason.FAILED, () -> source.read(0, ByteBuffer.allocate(10)))
          .hasMessageContaining("changed under way");
    }
  }

  @Test
  void directoriesAreWhatNamesHaveBeforeASlash() throws IOException {
    write("a/b/file", random(1));
    write("a/other", random(1));
    assertThat(driver.list(path("a")))
        .extracting(entry -> entry.path() + " " + entry.kind())
        .containsExactlyInAnyOrder("a/b DIRECTORY", "a/other FILE");
    assertThat(driver.stat(path("a")).orElseThrow().kind()).isEqualTo(StorageEntry.Kind.DIRECTORY);
    assertThat(driver.stat(path("a/o"))).isEmpty();
    assertThat(driver.stat(path("a/other/below"))).isEmpty();
    assertThat(driver.stat(StoragePath.ROOT)).isPresent();
    assertFails(Reason.NOT_FOUND, () -> driver.list(path("missing")));
    assertFails(Reason.WRONG_TYPE, () -> driver.list(path("a/other")));
    assertFails(Reason.WRONG_TYPE, () -> driver.read(path("a"), 0));
    assertFails(Reason.WRONG_TYPE, () -> driver.create(path("a/other/below"), ID, 0));
    assertFails(Reason.FAILED, () -> driver.delete(path("a")));
    try (AtomicWrite write = driver.create(path("a"), ID, 0)) {
      assertFails(Reason.WRONG_TYPE, write::commit);
    }
    driver.delete(path("missing"));
    driver.deleteTree(path("missing"));
    assertThat(small("").list(StoragePath.ROOT))
        .extracting(StorageEntry::path)
        .containsExactly(path("images"));
    assertThat(small("images/a").list(StoragePath.ROOT)).hasSize(2);
    assertFails(Reason.WRONG_TYPE, () -> small("images/a/other").connect());
  }

  @Test
  void deletesATreeWithItsSegmentsAndNothingBesideIt() throws IOException {
    write("tree/a/large", random(300_000));
    write("tree/b/small", random(10));
    write("tree2/large", random(300_000));
    driver.create(path("tree/a/unfinished"), "1".repeat(32), -1).checkpoint();
    driver.deleteTree(path("tree"));
    assertThat(place.objects()).containsExactly("images/tree2/large");
    assertThat(read("tree2/large")).isEqualTo(random(300_000));
    driver.deleteTree(path("tree2/large"));
    assertThat(place.objects()).isEmpty();
    assertThat(segments()).isEmpty();
  }

  @Test
  void listsManyPages() throws IOException {
    for (int i = 0; i < 25; i++) {
      String name = place.name("images/many/" + i + "/x");
      store.calls().succeed(SwiftCall.put(store.files(), name));
    }
    var small = new SwiftInfo(Optional.of(true), 1000, 1, 5L << 30, 3, 1024, true);
    var listing = new ObjectListing(store.calls(), small);
    assertThat(listing.all(store.files(), place.name("images/many/"), true)).hasSize(25);
    assertThat(listing.all(store.files(), place.name("images/many/"), false)).hasSize(25);
  }
}
