package org.strongroom.storage.driver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.strongroom.storage.driver.StorageAssertions.assertFails;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.strongroom.storage.driver.StorageException.Reason;

/** What every kind of storage promises of files that are written. */
abstract class StorageWriteConformance {
  static final String WRITE_ID = "00112233445566778899aabbccddeeff";
  static final String OTHER_WRITE_ID = "ffeeddccbbaa99887766554433221100";

  StorageLocation location;

  /** Connected to a new place. */
  protected StorageDriver driver;

  /** A new empty place and a driver for it. */
  abstract StorageLocation newLocation() throws Exception;

  /** Whether a file can have the name. */
  boolean takes(String name) {
    return true;
  }

  /** Whether the store that is tested with cannot have the name, although others can. */
  boolean isTooLong(String name) {
    return false;
  }

  /** More than a list tells at once. */
  int manyFiles() {
    return 1000;
  }

  /** Whether many small files take it no time, so that a repository is tried in every run. */
  boolean keepsRepositoriesSoon() {
    return true;
  }

  /** A place that can be made to hang. */
  abstract HangingLocation newHangingLocation() throws Exception;

  @BeforeEach
  void connect() throws Exception {
    location = newLocation();
    driver = location.newDriver();
    driver.connect();
  }

  @AfterEach
  void close() throws Exception {
    driver.close();
    location.close();
  }

  /** What an outsider finds there. */
  Optional<String> outside(String path) throws Exception {
    return location.content(path).map(bytes -> new String(bytes, UTF_8));
  }

  static StoragePath path(String path) {
    return StoragePath.of(path);
  }

  void store(StoragePath path, byte[] content) throws IOException {
    try (var write = driver.create(path, WRITE_ID, content.length)) {
      write.write(content, 0, content.length);
      write.commit();
    }
  }

  void store(String path, String content) throws IOException {
    store(path(path), content.getBytes(UTF_8));
  }

  byte[] load(StoragePath path) throws IOException {
    try (InputStream stream = driver.read(path, 0)) {
      return stream.readAllBytes();
    }
  }

  static String hex(byte[] content) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
  }

  static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  // Writing

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 32_767, 32_768, 32_769, 261_120, 261_121, 5_000_003})
  void keepsWhatWasWritten(int length) throws Exception {
    byte[] content = random(length);
    store(path("images/file"), content);
    assertThat(load(path("images/file"))).isEqualTo(content);
    assertThat(location.content("images/file")).hasValue(content);
  }

  @Test
  void takesChunksOfAnySize() throws Exception {
    byte[] content = random(3_000_000);
    var sizes = new Random(7);
    try (var write = driver.create(path("file"), WRITE_ID, -1)) {
      for (int at = 0; at < content.length; ) {
        int part = Math.min(content.length - at, sizes.nextInt(400_000));
        write.write(content, at, part);
        at += part;
      }
      write.commit();
    }
    assertThat(load(path("file"))).isEqualTo(content);
  }

  @Test
  void showsNothingBeforeTheCommit() throws Exception {
    store("file", "old");
    try (var write = driver.create(path("file"), WRITE_ID, 3)) {
      write.write("new".getBytes(UTF_8), 0, 3);
      assertThat(outside("file")).hasValue("old");
      assertThat(driver.stat(path("." + WRITE_ID + ".part"))).isPresent();
      write.commit();
    }
    assertThat(outside("file")).hasValue("new");
    assertThat(driver.list(StoragePath.ROOT)).hasSize(1);
  }

  @Test
  void leavesNothingOfAnAbortedWrite() throws Exception {
    try (var write = driver.create(path("file"), WRITE_ID, -1)) {
      write.write(random(1_000_000), 0, 1_000_000);
    }
    assertThat(driver.list(StoragePath.ROOT)).isEmpty();
  }

  @Test
  void canCloseAWriteTwice() throws Exception {
    AtomicWrite write = driver.create(path("file"), WRITE_ID, 0);
    write.commit();
    write.close();
    write.close();
    assertThat(outside("file")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(longs = {2, 4})
  void refusesAnotherLengthThanExpected(long expected) throws Exception {
    try (var write = driver.create(path("file"), WRITE_ID, expected)) {
      write.write("abc".getBytes(UTF_8), 0, 3);
      assertFails(Reason.FAILED, write::commit).hasMessageContaining("3");
    }
    assertThat(driver.list(StoragePath.ROOT)).isEmpty();
  }

  @Test
  void removesWhatAKilledWriterLeft() throws Exception {
    location.put("images/." + WRITE_ID + ".part", "half");
    location.put("images/." + OTHER_WRITE_ID + ".part", "another's");
    assertThat(driver.list(path("images"))).hasSize(2);
    driver.abandon(path("images/file"), WRITE_ID);
    driver.abandon(path("images/file"), WRITE_ID);
    driver.abandon(path("nowhere/file"), WRITE_ID);
    assertThat(outside("images/." + WRITE_ID + ".part")).isEmpty();
    assertThat(outside("images/." + OTHER_WRITE_ID + ".part")).isPresent();
  }

  @Test
  void takesNoPlaceThatTheFenceForbids() throws Exception {
    store("file", "old");
    try (var write = driver.create(path("file"), WRITE_ID, 3)) {
      write.write("new".getBytes(UTF_8), 0, 3);
      Fence forbidden =
          () -> {
            throw new IllegalStateException("taken over");
          };
      assertThatThrownBy(() -> write.commit(forbidden)).hasMessage("taken over");
    }
    assertThat(outside("file")).hasValue("old");
    assertThat(driver.list(StoragePath.ROOT)).hasSize(1);
  }

  @Test
  void removesWhatEarlierRunsLeftAndNothingOfLaterOnes() throws Exception {
    List<String> gone = List.of(WRITE_ID, WRITE_ID + "-1", WRITE_ID + "-9", WRITE_ID + "-10");
    List<String> kept = List.of(WRITE_ID + "-11", OTHER_WRITE_ID, OTHER_WRITE_ID + "-1");
    for (String id : gone) {
      location.put("images/." + id + ".part", "half");
    }
    for (String id : kept) {
      location.put("images/." + id + ".part", "another's");
    }
    driver.abandonEarlier(path("images/file"), WRITE_ID + "-10");
    driver.abandonEarlier(path("nowhere/file"), WRITE_ID + "-10");
    assertThat(driver.list(path("images")))
        .extracting(entry -> entry.path().name())
        .containsExactlyInAnyOrderElementsOf(kept.stream().map(TemporaryName::of).toList());
  }

  @Test
  void aRunThatWasTakenOverCannotReplaceWhatTheNextOneWrote() throws Exception {
    try (var paused = driver.create(path("file"), WRITE_ID + "-1", 3)) {
      paused.write("old".getBytes(UTF_8), 0, 3);
      driver.abandonEarlier(path("file"), WRITE_ID + "-2");
      try (var next = driver.create(path("file"), WRITE_ID + "-2", 3)) {
        next.write("new".getBytes(UTF_8), 0, 3);
        next.commit();
      }
      assertThatThrownBy(paused::commit).isInstanceOf(StorageException.class);
    }
    assertThat(outside("file")).hasValue("new");
    assertThat(driver.list(StoragePath.ROOT)).hasSize(1);
  }

  @Test
  void goesOnWithAWriteBehindWhatWasMadeDurable() throws Exception {
    byte[] content = random(700_001);
    try (var write = driver.create(path("images/file"), WRITE_ID, content.length)) {
      write.write(content, 0, 300_000);
      write.checkpoint();
      write.write(content, 0, 5000); // not made durable: it does not count
    }
    assertThat(driver.stat(path("images/file"))).isEmpty();
    try (var write = driver.resume(path("images/file"), WRITE_ID, 300_000, content.length)) {
      write.write(content, 300_000, 100_000);
    }
    assertThat(outside("images/." + WRITE_ID + ".part")).isPresent(); // though it was no checkpoint
    try (var write = driver.resume(path("images/file"), WRITE_ID, 300_000, content.length)) {
      write.write(content, 300_000, 100_000);
      write.checkpoint();
      write.write(content, 400_000, content.length - 400_000);
      write.checkpoint();
      write.commit();
    }
    assertThat(load(path("images/file"))).isEqualTo(content);
    assertThat(driver.list(path("images"))).hasSize(1);
  }

  /** The earlier one was only paused: what it does afterwards changes nothing. */
  @Test
  void aLaterRunGoesOnBehindWhatAnEarlierOneHasMadeDurable() throws Exception {
    byte[] content = random(700_001);
    StoragePath file = path("images/file");
    AtomicWrite paused = driver.create(file, WRITE_ID + "-1", content.length);
    paused.write(content, 0, 300_000);
    paused.checkpoint();
    paused.write(content, 0, 5000); // not made durable: it does not count

    try (var write = laterRun(file, content, 300_000)) {
      write.write(content, 300_000, content.length - 300_000);
      write.checkpoint();
      driver.abandonEarlier(file, WRITE_ID + "-1");
      assertThatThrownBy(
              () -> {
                paused.write(content, 0, 395_001);
                paused.checkpoint();
                paused.commit();
              })
          .isInstanceOf(StorageException.class);
      paused.close();
      assertThat(driver.stat(file)).isEmpty();
      write.commit();
    }
    assertThat(load(file)).isEqualTo(content);
    driver.abandonEarlier(file, WRITE_ID + "-2");
    assertThat(driver.list(path("images"))).hasSize(1);
  }

  private AtomicWrite laterRun(StoragePath file, byte[] content, int durable) throws Exception {
    String later = WRITE_ID + "-2";
    if (!driver.readsUnfinished()) {
      return driver.resume(file, later, durable, content.length);
    }
    StoragePath part = file.parent().resolve(TemporaryName.of(WRITE_ID + "-1"));
    assertThat(driver.stat(part).orElseThrow().size()).isGreaterThanOrEqualTo(durable);
    for (int from : List.of(0, 65_537, durable)) {
      try (var in = driver.read(part, from)) {
        assertThat(in.readNBytes(durable - from))
            .isEqualTo(Arrays.copyOfRange(content, from, durable));
      }
    }
    AtomicWrite write = driver.create(file, later, content.length);
    write.write(content, 0, durable);
    return write;
  }

  @RepeatedTest(8)
  void whatIsWrittenIsWhatIsReadWhereverZerosAre(RepetitionInfo round) throws Exception {
    var random = new Random(round.getCurrentRepetition());
    byte[] content = new byte[random.nextInt(1, 400_000)];
    for (int at = 0; at < content.length; ) {
      int run = Math.min(content.length - at, random.nextInt(1, 50_000));
      if (random.nextBoolean()) {
        byte[] data = new byte[run];
        random.nextBytes(data);
        System.arraycopy(data, 0, content, at, run);
      }
      at += run;
    }
    StoragePath file = path("file");
    int at = 0;
    AtomicWrite write = driver.create(file, WRITE_ID, content.length);
    while (at < content.length) {
      int some = Math.min(content.length - at, random.nextInt(1, 60_000));
      write.write(content, at, some);
      at += some;
      if (random.nextInt(4) == 0) {
        write.checkpoint();
        write.close();
        write = driver.resume(file, WRITE_ID, at, content.length);
      }
    }
    write.commit();
    write.close();
    assertThat(location.content("file")).hasValue(content);
  }

  @Test
  void doesNotGoOnBehindMoreBytesThanThereAre() throws Exception {
    assertFails(Reason.NOT_FOUND, () -> driver.resume(path("file"), WRITE_ID, 1, 3));
    try (var write = driver.create(path("file"), WRITE_ID, 3)) {
      write.write(new byte[2], 0, 2);
      write.checkpoint();
    }
    assertFails(Reason.FAILED, () -> driver.resume(path("file"), WRITE_ID, 3, 3));
    try (var write = driver.resume(path("file"), WRITE_ID, 2, 3)) {
      assertThatThrownBy(write::commit).hasMessageContaining("2 bytes came instead of 3");
    }
    driver.abandon(path("file"), WRITE_ID);
    assertThat(driver.list(StoragePath.ROOT)).isEmpty();
  }

  @Test
  void refusesASecondWriteOfTheSameId() throws Exception {
    try (var write = driver.create(path("file"), WRITE_ID, -1)) {
      assertFails(Reason.EXISTS, () -> driver.create(path("file"), WRITE_ID, -1));
      write.commit();
    }
  }

  @Test
  void writesThreeFilesAtOnce() throws Exception {
    byte[] content = random(8_000_000);
    List<Callable<Void>> writers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      String id = WRITE_ID.substring(1) + i;
      StoragePath target = path("file" + i);
      writers.add(() -> {
        try (var write = driver.create(target, id, content.length)) {
          for (int at = 0; at < content.length; at += 100_000) {
            write.write(content, at, 100_000);
          }
          write.commit();
        }
        return null;
      });
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Void> writer : threads.invokeAll(writers)) {
        writer.get();
      }
    }
    for (int i = 0; i < 3; i++) {
      assertThat(load(path("file" + i))).isEqualTo(content);
    }
  }

  @Test
  void keepsManyTransfersOpenAtOnce() throws Exception {
    store("file", "content");
    List<InputStream> streams = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      streams.add(driver.read(path("file"), 0));
    }
    for (InputStream stream : streams) {
      assertThat(stream.readAllBytes()).isEqualTo("content".getBytes(UTF_8));
      stream.close();
    }
    assertThat(driver.ping(Duration.ofSeconds(10)).total()).isPositive();
  }
}
