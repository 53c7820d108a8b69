package org.strongroom.storage.driver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.strongroom.storage.driver.StorageAssertions.assertFails;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
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
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.strongroom.storage.driver.StorageException.Reason;
import org.strongroom.testing.TinyFileSystem;

/** What every kind of storage promises; run for each kind over real parts. */
abstract class StorageDriverConformance {
  private static final String WRITE_ID = "00112233445566778899aabbccddeeff";
  private static final String OTHER_WRITE_ID = "ffeeddccbbaa99887766554433221100";

  private StorageLocation location;
  private StorageDriver driver;

  /** A new empty place and a driver for it. */
  abstract StorageLocation newLocation() throws Exception;

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

  private Path local(String path) {
    return location.local().resolve(path);
  }

  private static StoragePath path(String path) {
    return StoragePath.of(path);
  }

  private void store(StoragePath path, byte[] content) throws IOException {
    try (var write = driver.create(path, WRITE_ID, content.length)) {
      write.write(content, 0, content.length);
      write.commit();
    }
  }

  private void store(String path, String content) throws IOException {
    store(path(path), content.getBytes(UTF_8));
  }

  private byte[] load(StoragePath path) throws IOException {
    try (InputStream stream = driver.read(path, 0)) {
      return stream.readAllBytes();
    }
  }

  private static String hex(byte[] content) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
  }

  private static byte[] random(int length) {
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
    assertThat(Files.readAllBytes(local("images/file"))).isEqualTo(content);
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
      assertThat(local("file")).hasContent("old");
      assertThat(driver.stat(path("." + WRITE_ID + ".part"))).isPresent();
      write.commit();
    }
    assertThat(local("file")).hasContent("new");
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
    assertThat(local("file")).exists();
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
    location.own(Files.createDirectories(local("images")));
    Files.writeString(local("images/." + WRITE_ID + ".part"), "half");
    Files.writeString(local("images/." + OTHER_WRITE_ID + ".part"), "another's");
    assertThat(driver.list(path("images"))).hasSize(2);
    driver.abandon(path("images/file"), WRITE_ID);
    driver.abandon(path("images/file"), WRITE_ID);
    driver.abandon(path("nowhere/file"), WRITE_ID);
    assertThat(local("images/." + WRITE_ID + ".part")).doesNotExist();
    assertThat(local("images/." + OTHER_WRITE_ID + ".part")).exists();
  }

  @Test
  void takesNoPlaceThatTheFenceForbids() throws Exception {
    store("file", "old");
    try (var write = driver.create(path("file"), WRITE_ID, 3)) {
      write.write("new".getBytes(UTF_8), 0, 3);
      Fence forbidden =
          () -> {
            // asked last: all bytes are there
            assertThat(local("." + WRITE_ID + ".part")).hasContent("new");
            throw new IllegalStateException("taken over");
          };
      assertThatThrownBy(() -> write.commit(forbidden)).hasMessage("taken over");
    }
    assertThat(local("file")).hasContent("old");
    assertThat(driver.list(StoragePath.ROOT)).hasSize(1);
  }

  @Test
  void removesWhatEarlierRunsLeftAndNothingOfLaterOnes() throws Exception {
    location.own(Files.createDirectories(local("images")));
    List<String> gone = List.of(WRITE_ID, WRITE_ID + "-1", WRITE_ID + "-9", WRITE_ID + "-10");
    List<String> kept = List.of(WRITE_ID + "-11", OTHER_WRITE_ID, OTHER_WRITE_ID + "-1");
    for (String id : gone) {
      Files.writeString(local("images/." + id + ".part"), "half");
    }
    for (String id : kept) {
      Files.writeString(local("images/." + id + ".part"), "another's");
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
    assertThat(local("file")).hasContent("new");
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
    assertThat(local("images/." + WRITE_ID + ".part")).exists(); // though it was no checkpoint
    try (var write = driver.resume(path("images/file"), WRITE_ID, 300_000, content.length)) {
      assertThat(Files.size(local("images/." + WRITE_ID + ".part"))).isEqualTo(300_000);
      write.write(content, 300_000, 100_000);
      write.checkpoint();
      write.write(content, 400_000, content.length - 400_000);
      write.checkpoint();
      write.commit();
    }
    assertThat(load(path("images/file"))).isEqualTo(content);
    assertThat(driver.list(path("images"))).hasSize(1);
  }

  @Test
  void leavesRunsOfZerosOutAndReadsThemBack() throws Exception {
    byte[] content = new byte[40 << 20];
    System.arraycopy(random(1 << 20), 0, content, 5_000_000, 1 << 20);
    content[20 << 20] = 1;
    System.arraycopy(random(300_000), 0, content, 30 << 20, 300_000);
    try (var write = driver.create(path("images/sparse"), WRITE_ID, content.length)) {
      for (int at = 0; at < content.length; at += 512 << 10) {
        write.write(content, at, Math.min(512 << 10, content.length - at));
      }
      write.commit();
    }
    assertThat(Files.size(local("images/sparse"))).isEqualTo(content.length);
    assertThat(StorageAssertions.allocated(local("images/sparse"))).isLessThan(1_500_000);
    assertThat(load(path("images/sparse"))).isEqualTo(content);
    String digest = driver.digest(path("images/sparse"), DigestAlgorithm.SHA256, done -> {});
    assertThat(digest).isEqualTo(hex(content));
    try (InputStream rest = driver.read(path("images/sparse"), 6_000_000)) {
      assertThat(rest.readAllBytes())
          .isEqualTo(Arrays.copyOfRange(content, 6_000_000, content.length));
    }
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
        assertThat(Files.size(local("." + WRITE_ID + ".part"))).isEqualTo(at);
        write.close();
        write = driver.resume(file, WRITE_ID, at, content.length);
      }
    }
    write.commit();
    write.close();
    assertThat(Files.readAllBytes(local("file"))).isEqualTo(content);
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

  @Test
  void doesNotReplaceADirectory() throws Exception {
    Files.createDirectories(local("file/below"));
    location.own(local("file"));
    try (var write = driver.create(path("file"), WRITE_ID, 0)) {
      assertFails(Reason.WRONG_TYPE, write::commit);
    }
    assertThat(local("file/below")).isDirectory();
  }

  @Test
  void doesNotMakeADirectoryWhereAFileIs() throws Exception {
    store("file", "content");
    assertFails(Reason.WRONG_TYPE, () -> driver.create(path("file/below"), WRITE_ID, 0));
  }

  // Names

  static List<String> oddNames() {
    return List.of(
        "two words",
        " leading and trailing ",
        "it's \"quoted\" `back` $(touch x) $HOME ; rm -rf * & | < > \\ ~ # !",
        "line\nbreak\ttab\r\u0007",
        "-rf",
        "--help",
        "*?[a]{b,c}",
        "Ünïcödé 日本語 🗄",
        "e\u0301 decomposed",
        "x".repeat(255),
        "ä".repeat(127),
        "...",
        ".hidden");
  }

  @ParameterizedTest
  @MethodSource("oddNames")
  void takesAnyName(String name) throws Exception {
    StoragePath directory = StoragePath.ROOT.resolve("in").resolve(name);
    StoragePath file = directory.resolve(name);
    byte[] content = name.getBytes(UTF_8);
    store(file, content);
    assertThat(load(file)).isEqualTo(content);
    assertThat(driver.stat(file).orElseThrow().size()).isEqualTo(content.length);
    assertThat(driver.list(directory)).extracting(StorageEntry::path).containsExactly(file);
    assertThat(driver.digest(file, DigestAlgorithm.SHA256, _ -> {}))
        .isEqualTo(sha("SHA-256", content));
    driver.move(file, path("moved"));
    driver.move(path("moved"), file);
    driver.delete(file);
    assertThat(driver.list(directory)).isEmpty();
    driver.deleteTree(path("in"));
    assertThat(driver.list(StoragePath.ROOT)).isEmpty();
  }

  // Looking

  @Test
  void tellsWhatStandsAtAPath() throws Exception {
    store("dir/file", "content");
    Files.createSymbolicLink(local("link"), Path.of("dir/file"));
    assertThat(driver.stat(path("dir")).orElseThrow().kind())
        .isEqualTo(StorageEntry.Kind.DIRECTORY);
    StorageEntry file = driver.stat(path("dir/file")).orElseThrow();
    assertThat(file.kind()).isEqualTo(StorageEntry.Kind.FILE);
    assertThat(file.size()).isEqualTo(7);
    assertThat(file.modified().getEpochSecond())
        .isEqualTo(Files.getLastModifiedTime(local("dir/file")).toInstant().getEpochSecond());
    assertThat(driver.stat(path("link")).orElseThrow().kind())
        .isEqualTo(StorageEntry.Kind.SYMBOLIC_LINK);
    assertThat(driver.stat(path("missing"))).isEmpty();
    assertThat(driver.stat(path("missing/below"))).isEmpty();
    assertThat(driver.stat(path("dir/file/below"))).isEmpty();
    assertThat(driver.stat(StoragePath.ROOT)).isPresent();
  }

  @Test
  void listsADirectoryOfManyFiles() throws Exception {
    Files.createDirectories(local("many"));
    for (int i = 0; i < 1000; i++) {
      Files.createFile(local("many/" + i));
    }
    assertThat(driver.list(path("many"))).hasSize(1000);
  }

  @Test
  void failsToListWhatIsNoDirectory() throws Exception {
    store("file", "content");
    assertFails(Reason.NOT_FOUND, () -> driver.list(path("missing")));
    assertFails(Reason.WRONG_TYPE, () -> driver.list(path("file")));
  }

  // Reading

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 32_768, 261_121, 1_999_999, 2_000_000})
  void readsFromAnOffset(long offset) throws Exception {
    byte[] content = random(2_000_000);
    store(path("file"), content);
    try (InputStream stream = driver.read(path("file"), offset)) {
      assertThat(stream.readAllBytes())
          .isEqualTo(java.util.Arrays.copyOfRange(content, (int) offset, content.length));
    }
  }

  @Test
  void failsToReadWhatIsNotThere() throws Exception {
    store("dir/file", "content");
    assertFails(Reason.NOT_FOUND, () -> driver.read(path("missing"), 0));
    assertFails(Reason.NOT_FOUND, () -> driver.read(path("missing/below"), 0));
    assertFails(Reason.WRONG_TYPE, () -> driver.read(path("dir"), 0));
    assertFails(Reason.FAILED, () -> driver.read(path("dir/file"), 8));
    assertFails(Reason.NOT_FOUND, () -> driver.open(path("missing")));
  }

  @Test
  void noticesAFileThatShrinks() throws Exception {
    store(path("file"), random(20_000_000));
    try (InputStream stream = driver.read(path("file"), 0)) {
      stream.readNBytes(1000);
      try (var channel =
          Files.newByteChannel(local("file"), java.nio.file.StandardOpenOption.WRITE)) {
        channel.truncate(10_000_000);
      }
      assertFails(Reason.FAILED, stream::readAllBytes);
    }
  }

  @Test
  void canStopReadingEarly() throws Exception {
    store(path("file"), random(20_000_000));
    for (int i = 0; i < 20; i++) {
      try (InputStream stream = driver.read(path("file"), i)) {
        assertThat(stream.read()).isNotNegative();
      }
    }
  }

  @Test
  void readsAtAnyOffset() throws Exception {
    byte[] content = random(1_000_000);
    store(path("file"), content);
    var offsets = new Random(3);
    try (var source = driver.open(path("file"))) {
      assertThat(source.size()).isEqualTo(content.length);
      for (int i = 0; i < 50; i++) {
        int offset = offsets.nextInt(content.length);
        var target = ByteBuffer.allocate(1 + offsets.nextInt(1000));
        int came = source.read(offset, target);
        assertThat(came).isPositive();
        assertThat(java.util.Arrays.copyOf(target.array(), came))
            .isEqualTo(java.util.Arrays.copyOfRange(content, offset, offset + came));
      }
      assertThat(source.read(content.length, ByteBuffer.allocate(1))).isEqualTo(-1);
      assertThat(source.read(0, ByteBuffer.allocate(0))).isZero();
    }
  }

  // Digests

  private static String sha(String algorithm, byte[] content) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(content));
  }

  @ParameterizedTest
  @EnumSource(DigestAlgorithm.class)
  void hashesAsTheJdkDoes(DigestAlgorithm algorithm) throws Exception {
    byte[] content = random(3_000_001);
    store(path("file"), content);
    List<Long> progress = new ArrayList<>();
    assertThat(driver.digest(path("file"), algorithm, progress::add))
        .isEqualTo(sha(algorithm.javaName(), content));
    assertThat(progress).isSorted().endsWith((long) content.length);
  }

  @Test
  void failsToHashWhatIsNoFile() throws Exception {
    store("dir/file", "content");
    assertFails(
        Reason.NOT_FOUND, () -> driver.digest(path("missing"), DigestAlgorithm.SHA256, _ -> {}));
    assertFails(
        Reason.WRONG_TYPE, () -> driver.digest(path("dir"), DigestAlgorithm.SHA256, _ -> {}));
  }

  // Removing and moving

  @Test
  void deletingWhatIsNotThereIsSuccess() throws Exception {
    driver.delete(path("missing"));
    driver.delete(path("missing/below"));
    driver.deleteTree(path("missing"));
    driver.deleteTree(path("missing/below"));
  }

  @Test
  void deletesFilesAndEmptyDirectoriesOnly() throws Exception {
    store("dir/file", "content");
    assertFails(Reason.FAILED, () -> driver.delete(path("dir")));
    driver.delete(path("dir/file"));
    driver.delete(path("dir"));
    assertThat(driver.list(StoragePath.ROOT)).isEmpty();
  }

  @Test
  void deletesATreeWithoutFollowingLinks(@org.junit.jupiter.api.io.TempDir Path outside)
      throws Exception {
    Files.writeString(outside.resolve("precious"), "keep");
    store("tree/a/b/c/file", "content");
    store("kept/file", "content");
    location.own(Files.createSymbolicLink(local("tree/a/out"), outside));
    location.own(Files.createSymbolicLink(local("tree/in"), Path.of("../kept")));
    location.own(Files.createSymbolicLink(local("tree/dangling"), Path.of("nowhere")));
    driver.deleteTree(path("tree"));
    assertThat(Files.exists(local("tree"), LinkOption.NOFOLLOW_LINKS)).isFalse();
    assertThat(outside.resolve("precious")).hasContent("keep");
    assertThat(local("kept/file")).hasContent("content");
  }

  @Test
  void neverFollowsALinkOutOfTheRoot() throws Exception {
    Path neighbour = Files.createDirectory(location.local().resolveSibling("neighbour"));
    location.own(neighbour);
    Files.writeString(neighbour.resolve("precious"), "keep");
    Files.createSymbolicLink(local("out"), Path.of("../neighbour"));
    assertFails(() -> driver.read(path("out/precious"), 0));
    assertFails(() -> driver.list(path("out")));
    assertFails(() -> driver.create(path("out/file"), WRITE_ID, 0));
    assertFails(() -> driver.create(path("out/dir/file"), WRITE_ID, 0));
    assertFails(() -> driver.delete(path("out/precious")));
    assertFails(() -> driver.deleteTree(path("out/precious")));
    assertFails(() -> driver.move(path("out/precious"), path("mine")));
    driver.delete(path("out"));
    try (var files = Files.list(neighbour)) {
      assertThat(files).hasSize(1);
    }
    assertThat(neighbour.resolve("precious")).hasContent("keep");
  }

  @Test
  void movesFilesAndDirectories() throws Exception {
    store("a/file", "content");
    driver.move(path("a/file"), path("b/c/moved"));
    assertThat(local("b/c/moved")).hasContent("content");
    driver.move(path("b"), path("d"));
    assertThat(local("d/c/moved")).hasContent("content");
    assertThat(driver.stat(path("b"))).isEmpty();
  }

  @Test
  void doesNotMoveOverWhatIsThere() throws Exception {
    store("a", "one");
    store("b", "two");
    assertFails(Reason.EXISTS, () -> driver.move(path("a"), path("b")));
    assertFails(Reason.NOT_FOUND, () -> driver.move(path("missing"), path("c")));
    assertThat(local("a")).hasContent("one");
    assertThat(local("b")).hasContent("two");
  }

  // The storage itself

  @Test
  void makesItsRootWithParentsOnConnect() throws Exception {
    try (StorageDriver deep = location.newDriver("deep/er/root")) {
      StorageFacts facts = deep.connect();
      assertThat(facts.rootPath()).endsWith("deep/er/root");
      assertThat(local("deep/er/root")).isDirectory();
      assertThat(deep.list(StoragePath.ROOT)).isEmpty();
    }
  }

  @Test
  void tellsItsFactsWithoutMakingAnything() throws Exception {
    assertThat(driver.facts())
        .usingRecursiveComparison()
        .ignoringFields("capacity")
        .isEqualTo(driver.connect());
    try (StorageDriver missing = location.newDriver("not/there")) {
      assertFails(Reason.NOT_FOUND, missing::facts);
      assertThat(local("not")).doesNotExist();
    }
  }

  @Test
  void doesNotConnectToAFile() throws Exception {
    store("file", "content");
    try (StorageDriver wrong = location.newDriver("file")) {
      assertFails(Reason.WRONG_TYPE, wrong::connect);
    }
  }

  @Test
  void tellsASaneCapacity() throws Exception {
    Capacity capacity = driver.capacity();
    var store = Files.getFileStore(location.local());
    assertThat(capacity.total()).isEqualTo(store.getTotalSpace());
    assertThat(capacity.available()).isBetween(0L, capacity.total());
    assertThat(driver.ping(Duration.ofSeconds(10)).total()).isEqualTo(capacity.total());
  }

  @Test
  void tellsFileSystemsApart() throws Exception {
    Path mountPoint = Files.createDirectory(local("mount"));
    location.own(mountPoint);
    String first = driver.connect().fileSystemId().orElseThrow();
    assertThat(driver.connect().fileSystemId()).contains(first);
    try (var _ = TinyFileSystem.mount(mountPoint, 1 << 20);
        var other = location.newDriver("mount")) {
      assertThat(other.connect().fileSystemId().orElseThrow()).isNotEqualTo(first);
    }
  }

  @Test
  void saysThatTheDiskIsFull() throws Exception {
    Path mountPoint = Files.createDirectory(local("mount"));
    location.own(mountPoint);
    try (var _ = TinyFileSystem.mount(mountPoint, 4 << 20);
        var tiny = location.newDriver("mount")) {
      tiny.connect();
      assertFails(
          Reason.NO_SPACE,
          () -> {
            try (var write = tiny.create(path("file"), WRITE_ID, -1)) {
              write.write(random(8 << 20), 0, 8 << 20);
              write.commit();
            }
          });
      assertThat(tiny.list(StoragePath.ROOT)).isEmpty();
      // The server's process of the broken write may hold the removed file open a moment longer.
      await()
          .untilAsserted(
              () -> assertThat(tiny.capacity().available()).isEqualTo(tiny.capacity().total()));
    }
  }

  @Test
  void saysThatItMayNotWrite() throws Exception {
    Path mountPoint = Files.createDirectory(local("mount"));
    location.own(mountPoint);
    try (var disk = TinyFileSystem.mount(mountPoint, 1 << 20);
        var frozen = location.newDriver("mount")) {
      frozen.connect();
      disk.readOnly(true);
      assertFails(Reason.PERMISSION_DENIED, () -> frozen.create(path("file"), WRITE_ID, 0));
      assertFails(Reason.PERMISSION_DENIED, frozen::connect);
      disk.readOnly(false);
      assertThatCode(frozen::connect).doesNotThrowAnyException();
    }
  }

  @Test
  void opensFilesOfItsHostAsAllowed() throws Exception {
    store("outside/real", "content");
    Files.createSymbolicLink(local("outside/link"), Path.of("real"));
    String prefix = location.remote() + "/outside/";
    List<String> asked = new ArrayList<>();
    try (HostFile file =
        driver.openHostFile(
            prefix + "link",
            resolved -> {
              asked.add(resolved);
              return true;
            })) {
      assertThat(file.resolvedPath()).endsWith("/outside/real");
      assertThat(file.size()).isEqualTo(7);
      assertThat(file.stream().readAllBytes()).isEqualTo("content".getBytes(UTF_8));
      assertThat(asked).containsExactly(file.resolvedPath());
    }
    assertFails(
        Reason.PERMISSION_DENIED,
        () -> driver.openHostFile(prefix + "link", resolved -> resolved.endsWith("link")));
    assertFails(Reason.NOT_FOUND, () -> driver.openHostFile(prefix + "missing", _ -> true));
    assertFails(Reason.WRONG_TYPE, () -> driver.openHostFile(location.remote(), _ -> true));
  }

  @Test
  void filesAreForTheirAccountAlone() throws Exception {
    try (AtomicWrite write = driver.create(path("private"), WRITE_ID, 1)) {
      write.write(new byte[1], 0, 1);
      write.commit();
    }
    assertThat(
            java.nio.file.attribute.PosixFilePermissions.toString(
                Files.getPosixFilePermissions(local("private"))))
        .isEqualTo("rw-------");
  }

  @Test
  void doesNotHangOnAPipe() throws Exception {
    new ProcessBuilder("mkfifo", "-m", "666", local("pipe").toString()).start().waitFor();
    assertFails(Reason.WRONG_TYPE, () -> driver.read(path("pipe"), 0));
    assertFails(
        Reason.WRONG_TYPE, () -> driver.openHostFile(location.remote() + "/pipe", _ -> true));
    assertThat(driver.stat(path("pipe")).orElseThrow().kind()).isEqualTo(StorageEntry.Kind.OTHER);
  }

  @Test
  void connectsAnewWithoutMakingItsRoot() throws Exception {
    try (StorageDriver deep = location.newDriver("deep/root")) {
      StorageFacts facts = deep.connect();
      assertThat(deep.reconnect())
          .usingRecursiveComparison()
          .ignoringFields("capacity")
          .isEqualTo(facts);
      Files.delete(local("deep/root"));
      assertFails(Reason.NOT_FOUND, deep::reconnect);
      assertThat(local("deep/root")).doesNotExist();
    }
  }

  @Test
  void tellsWhetherItCanBeWritten() throws Exception {
    Path mountPoint = Files.createDirectory(local("mount"));
    location.own(mountPoint);
    try (var disk = TinyFileSystem.mount(mountPoint, 1 << 20);
        var worn = location.newDriver("mount")) {
      worn.connect();
      worn.checkWritable();
      disk.readOnly(true);
      worn.ping(Duration.ofSeconds(10));
      assertFails(Reason.PERMISSION_DENIED, worn::checkWritable)
          .hasMessageContaining("ead-only file system");
      assertThat(worn.reconnect().capacity().total()).isPositive();
      disk.readOnly(false);
      worn.ping(Duration.ofSeconds(10));
      worn.checkWritable();
      assertThat(worn.list(StoragePath.ROOT)).isEmpty();
    }
  }

  // A storage that hangs

  @Test
  void endsEveryCallWhenTheStorageHangs() throws Exception {
    try (HangingLocation hanging = newHangingLocation();
        StorageDriver stuck = hanging.newDriver()) {
      stuck.connect();
      try (var calls = new HangingCalls(stuck)) {
        hanging.hang();
        try {
          calls.beginAll();
          store("beside", "it");
          assertThat(load(path("beside"))).isEqualTo("it".getBytes(UTF_8));
          calls.awaitFailures();
        } finally {
          hanging.answer();
        }
      }
      await()
          .atMost(Duration.ofSeconds(30))
          .ignoreExceptionsInstanceOf(StorageException.class)
          .until(() -> stuck.ping(Duration.ofSeconds(10)).total() > 0);
      stuck.deleteTree(path("after"));
      try (var write = stuck.create(path("after/file"), OTHER_WRITE_ID, 0)) {
        write.commit();
      }
      assertThat(stuck.stat(path("after/file"))).isPresent();
    }
  }
}
