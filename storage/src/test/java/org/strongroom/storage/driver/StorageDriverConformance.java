package org.strongroom.storage.driver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.strongroom.storage.driver.StorageAssertions.assertFails;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.strongroom.storage.driver.StorageException.Reason;
import org.strongroom.storage.repository.RepositoryOnStorage;

/** What every kind of storage promises; run for each kind over real parts. */
abstract class StorageDriverConformance extends StorageWriteConformance {
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
    assumeFalse(isTooLong(name), "longer than what is tested with can hold");
    if (!takes(name)) {
      assertFails(Reason.FAILED, () -> driver.create(file, WRITE_ID, 0))
          .hasMessageContaining("control characters");
      return;
    }
    byte[] content = name.getBytes(UTF_8);
    store(file, content);
    assertThat(load(file)).isEqualTo(content);
    assertThat(driver.stat(file).orElseThrow().size()).isEqualTo(content.length);
    assertThat(driver.list(directory)).extracting(StorageEntry::path).containsExactly(file);
    assertThat(driver.digest(file, DigestAlgorithm.SHA256, _ -> {}))
        .isEqualTo(sha("SHA-256", content));
    driver.delete(file);
    assertThat(driver.stat(file)).isEmpty();
    driver.deleteTree(path("in"));
    assertThat(driver.list(StoragePath.ROOT)).isEmpty();
  }

  // Looking

  @Test
  void tellsWhatStandsAtAPath() throws Exception {
    store("dir/file", "content");
    assertThat(driver.stat(path("dir")).orElseThrow().kind())
        .isEqualTo(StorageEntry.Kind.DIRECTORY);
    StorageEntry file = driver.stat(path("dir/file")).orElseThrow();
    assertThat(file.kind()).isEqualTo(StorageEntry.Kind.FILE);
    assertThat(file.size()).isEqualTo(7);
    assertThat(file.modified())
        .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
    assertThat(driver.stat(path("missing"))).isEmpty();
    assertThat(driver.stat(path("missing/below"))).isEmpty();
    assertThat(driver.stat(path("dir/file/below"))).isEmpty();
    assertThat(driver.stat(StoragePath.ROOT)).isPresent();
  }

  @Test
  void listsADirectoryOfManyFiles() throws Exception {
    for (int i = 0; i < manyFiles(); i++) {
      location.put("many/" + i, "");
    }
    assertThat(driver.list(path("many"))).hasSize(manyFiles());
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
  void hashesSeveralFilesAndLeavesOutWhatIsNotThere() throws Exception {
    List<StoragePath> paths = new ArrayList<>();
    for (String name : List.of("plain", "it's", "back\\slash", "$(a)", "-c", "missing")) {
      paths.add(path("several/" + name));
      if (!name.equals("missing")) {
        store(paths.getLast(), name.getBytes(UTF_8));
      }
    }
    var digested = driver.digests(paths, DigestAlgorithm.SHA256);
    assertThat(digested.keySet()).containsExactlyInAnyOrderElementsOf(paths.subList(0, 5));
    for (StoragePath path : paths.subList(0, 5)) {
      byte[] content = path.name().getBytes(UTF_8);
      assertThat(digested)
          .containsEntry(path, new DigestedFile(content.length, sha("SHA-256", content)));
    }
  }

  @Test
  void failsToHashWhatIsNoFile() throws Exception {
    store("dir/file", "content");
    assertFails(
        Reason.NOT_FOUND, () -> driver.digest(path("missing"), DigestAlgorithm.SHA256, _ -> {}));
    assertFails(
        Reason.WRONG_TYPE, () -> driver.digest(path("dir"), DigestAlgorithm.SHA256, _ -> {}));
  }

  // Removing

  @Test
  void deletingWhatIsNotThereIsSuccess() throws Exception {
    driver.delete(path("missing"));
    driver.delete(path("missing/below"));
    driver.deleteTree(path("missing"));
    driver.deleteTree(path("missing/below"));
  }

  @Test
  void removesATreeAndNothingBesideIt() throws Exception {
    store("tree/a/b/c/file", "content");
    store("tree/file", "content");
    store("trees/file", "content");
    store("tree.txt", "content");
    driver.deleteTree(path("tree"));
    assertThat(driver.stat(path("tree"))).isEmpty();
    assertThat(driver.stat(path("tree/a/b/c/file"))).isEmpty();
    assertThat(outside("trees/file")).isPresent();
    driver.deleteTree(path("tree.txt"));
    assertThat(driver.list(StoragePath.ROOT)).hasSize(1);
  }

  // The storage itself

  @Test
  void tellsItsFactsAndThatItCanBeWritten() throws Exception {
    store("file", "content");
    assertThat(driver.facts())
        .usingRecursiveComparison()
        .ignoringFields("capacity")
        .isEqualTo(driver.connect())
        .isEqualTo(driver.reconnect());
    driver.checkWritable();
    Capacity capacity = driver.capacity();
    assertThat(capacity.available()).isBetween(0L, capacity.total());
    assertThat(driver.ping(Duration.ofSeconds(10)).total()).isEqualTo(capacity.total());
    assertThat(driver.list(StoragePath.ROOT)).hasSize(1);
  }

  @Test
  void keepsARepositoryOfDisks() throws Exception {
    assumeTrue(keepsRepositoriesSoon() || "all".equals(System.getProperty("strongroom.stores")));
    RepositoryOnStorage.isKept(driver);
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
