package org.strongroom.storage.repository;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.strongroom.storage.repository.clean.PruneOptions;
import org.strongroom.storage.repository.crypto.Keys;
import org.strongroom.storage.repository.crypto.MasterKey;
import org.strongroom.storage.repository.crypto.SealedFiles;
import org.strongroom.storage.repository.file.ContentId;
import org.strongroom.storage.repository.file.FileKind;
import org.strongroom.storage.repository.file.RepositoryException;
import org.strongroom.storage.repository.file.RepositoryFiles;
import org.strongroom.storage.repository.verify.VerifyDepth;
import org.strongroom.storage.repository.verify.VerifyListener;
import org.strongroom.storage.repository.work.WorkListener;

/**
 * Repositories that somebody wrote who knows their password and means harm: each is refused with a
 * reason, before it has cost much memory or time.
 */
@Timeout(60)
class HostileRepositoryTest {
  private static final String ZEROS = "0".repeat(64);

  @TempDir Path directory;
  private TestRepository fixture;
  private RepositoryFiles files;
  private MasterKey key;
  private SealedFiles sealed;

  @BeforeEach
  void setUp() throws IOException {
    fixture = new TestRepository(directory);
    fixture.create().close();
    files = new RepositoryFiles(fixture.driver, TestRepository.DIRECTORY);
    key =
        new Keys(files, fixture.options().keyCost(), "strongroom-test")
            .open(TestRepository.PASSWORD)
            .key();
    sealed = new SealedFiles(files, key);
  }

  private ContentId snapshot(ContentId tree) throws IOException {
    return sealed.write(
        FileKind.SNAPSHOT,
        """
        {"time":"2026-01-01T00:00:00Z","tree":"%s","paths":["/x.raw"],"hostname":"x"}\
        """
            .formatted(tree.hex())
            .getBytes(UTF_8));
  }

  /** Stores a blob in a pack of its own and says in an index what is asked for. */
  private void blob(String type, ContentId id, byte[] stored, long unpacked) throws IOException {
    byte[] blob = key.seal(stored);
    ContentId pack = files.write(FileKind.PACK, blob);
    index(pack, entry(type, id, 0, blob.length, unpacked));
  }

  private static String entry(String type, ContentId id, long offset, long length, long unpacked) {
    return """
    {"id":"%s","type":"%s","offset":%d,"length":%d%s}\
    """
        .formatted(
            id.hex(),
            type,
            offset,
            length,
            unpacked > 0 ? ",\"uncompressed_length\":" + unpacked : "");
  }

  private void index(ContentId pack, String... entries) throws IOException {
    sealed.write(
        FileKind.INDEX,
        """
        {"packs":[{"id":"%s","blobs":[%s]}]}\
        """
            .formatted(pack.hex(), String.join(",", entries))
            .getBytes(UTF_8));
  }

  private ContentId tree(String nodes) throws IOException {
    byte[] tree = ("{\"nodes\":[" + nodes + "]}").getBytes(UTF_8);
    ContentId id = ContentId.of(tree);
    blob("tree", id, tree, 0);
    return id;
  }

  private static String file(String name, long size, String content) {
    return """
    {"name":"%s","type":"file","size":%d,"content":[%s]}\
    """
        .formatted(name, size, content);
  }

  private void refused(ContentId snapshot, String reason) throws IOException {
    try (Repository repository = fixture.open()) {
      assertThatThrownBy(() -> TestRepository.read(repository, snapshot))
          .isInstanceOf(RepositoryException.class)
          .hasMessageContaining(reason);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\":\"%s\",\"type\":\"data\",\"offset\":2147483600,\"length\":2147483600}",
        "{\"id\":\"%s\",\"type\":\"data\",\"offset\":99999999999999999999,\"length\":100}",
        "{\"id\":\"%s\",\"type\":\"data\",\"offset\":-1,\"length\":100}",
        "{\"id\":\"%s\",\"type\":\"data\",\"offset\":0,\"length\":31}",
        "{\"id\":\"%s\",\"type\":\"data\",\"offset\":0,\"length\":1e9}",
        "{\"id\":\"%s\",\"type\":\"data\",\"offset\":0,\"length\":100,"
            + "\"uncompressed_length\":2147483647}",
        "{\"id\":\"%s\",\"type\":\"file\",\"offset\":0,\"length\":100}",
        "{\"id\":\"../../../%s\",\"type\":\"data\",\"offset\":0,\"length\":100}",
        "{\"id\":\"%s\",\"type\":\"data\",\"offset\":0,\"length\":100},"
            + "{\"id\":\"%1$s\",\"type\":\"data\",\"offset\":99,\"length\":100}",
        "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
      })
  void anIndexOfWhatCannotBe(String entry) throws Exception {
    index(ContentId.of(new byte[1]), entry.formatted(ZEROS));
    try (Repository repository = fixture.open()) {
      assertThatThrownBy(() -> TestRepository.backUp(repository, new byte[10]))
          .isInstanceOf(RepositoryException.class);
      assertThat(repository.verify(VerifyDepth.DIGEST, VerifyListener.NONE).badFiles()).hasSize(1);
    }
  }

  @Test
  void anIndexThatExpandsWithoutEnd() throws Exception {
    byte[] spaces = new byte[1 << 20];
    java.util.Arrays.fill(spaces, (byte) ' ');
    byte[] frame = Zstd.compress(spaces, 19);
    ByteBuffer bomb = ByteBuffer.allocate(1 + frame.length * 600);
    bomb.put((byte) 2);
    while (bomb.remaining() >= frame.length) {
      bomb.put(frame);
    }
    files.write(FileKind.INDEX, key.seal(bomb.array()));
    try (Repository repository = fixture.open()) {
      assertThatThrownBy(() -> TestRepository.backUp(repository, new byte[10]))
          .isInstanceOf(RepositoryException.class);
    }
  }

  @Test
  void anIndexThatLeadsBeyondThePack() throws Exception {
    byte[] data = TestDisk.random(1, 1000);
    ContentId id = ContentId.of(data);
    ContentId pack = files.write(FileKind.PACK, key.seal(data));
    index(pack, entry("data", id, 500, 1032, 0));
    ContentId tree = tree(file("x.raw", 1000, "\"" + id.hex() + "\""));
    refused(snapshot(tree), "shorter than the index says");
  }

  @Test
  void aBlobThatHoldsSomethingElse() throws Exception {
    ContentId id = ContentId.of(new byte[] {1});
    blob("data", id, new byte[] {2}, 0);
    refused(snapshot(tree(file("x.raw", 1, "\"" + id.hex() + "\""))), "holds something else");
  }

  @ParameterizedTest
  @ValueSource(ints = {999_999, 1_000_001, 60_000_000})
  void aBlobThatUnpacksToAnotherLengthThanAnnounced(int announced) throws Exception {
    byte[] data = new byte[1_000_000];
    data[5] = 1;
    ContentId id = ContentId.of(data);
    blob("data", id, Zstd.compress(data), announced);
    refused(snapshot(tree(file("x.raw", announced, "\"" + id.hex() + "\""))), "unpack");
  }

  @Test
  void aBlobThatIsNoFrame() throws Exception {
    ContentId id = ContentId.of(new byte[] {1});
    blob("data", id, TestDisk.random(1, 500), 600);
    refused(snapshot(tree(file("x.raw", 600, "\"" + id.hex() + "\""))), "does not unpack");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "../../etc/passwd", "/etc/passwd", "a\\u0000b"})
  void aTreeWithANameThatNoFileHas(String name) throws Exception {
    refused(snapshot(tree(file(name, 0, ""))), "name that no file can have");
  }

  @Test
  void aFileOfAnotherSizeThanItsBlobs() throws Exception {
    byte[] data = {7, 8, 9};
    ContentId id = ContentId.of(data);
    blob("data", id, data, 0);
    for (long size : new long[] {2, 4, Long.MAX_VALUE}) {
      refused(snapshot(tree(file("x.raw", size, "\"" + id.hex() + "\""))), "the blobs of a file");
    }
  }

  @Test
  void directoriesWithoutEnd() throws Exception {
    ContentId deep = tree(file("x.raw", 0, ""));
    for (int depth = 0; depth < 70; depth++) {
      deep = tree(directory("d", deep));
    }
    refused(snapshot(deep), "deeper directories");
    ContentId wide = tree(file("x.raw", 0, ""));
    for (int depth = 0; depth < 6; depth++) {
      var nodes = new java.util.ArrayList<String>();
      for (int i = 0; i < 30; i++) {
        nodes.add(directory("d" + i, wide));
      }
      wide = tree(String.join(",", nodes));
    }
    refused(snapshot(wide), "more or deeper directories");
  }

  private static String directory(String name, ContentId tree) {
    return """
    {"name":"%s","type":"dir","subtree":"%s"}\
    """
        .formatted(name, tree.hex());
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, Integer.MAX_VALUE, Integer.MIN_VALUE, 0, 31, 5_000})
  void aPackWhoseHeaderCannotBeIsNotTakenForOneThatABackupLeft(int length) throws Exception {
    byte[] pack =
        ByteBuffer.allocate(4096 + 4)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(TestDisk.random(length, 4096))
            .putInt(length)
            .array();
    files.write(FileKind.PACK, pack);
    byte[] image = TestDisk.random(1, 1000);
    try (Repository repository = fixture.open()) {
      BackupResult result =
          repository.backUp(
              TestDisk.dense(image), TestRepository.facts().resumedRun(), WorkListener.NONE);
      assertThat(TestRepository.read(repository, result.snapshot())).isEqualTo(image);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"N\":1073741824,\"r\":8,\"p\":1",
        "\"N\":32768,\"r\":1000000,\"p\":1",
        "\"N\":32768,\"r\":8,\"p\":1000000",
        "\"N\":32767,\"r\":8,\"p\":1",
        "\"N\":0,\"r\":0,\"p\":0",
        "\"N\":9999999999999999999999,\"r\":8,\"p\":1"
      })
  void aKeyFileThatAsksForTheMemoryOfTheMachine(String cost) throws Exception {
    for (Path file : fixture.files("keys")) {
      Files.delete(file);
    }
    files.write(
        FileKind.KEY,
        ("{\"kdf\":\"scrypt\"," + cost + ",\"salt\":\"AAAA\",\"data\":\"AAAA\"}").getBytes(UTF_8));
    assertThatThrownBy(fixture::open)
        .isInstanceOfSatisfying(
            RepositoryException.class,
            e -> assertThat(e.reason()).isEqualTo(RepositoryException.Reason.UNSUPPORTED));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{}",
        "{\"tree\":17}",
        "{\"tree\":\"../../x\"}",
        "not json",
        "{\"tree\":",
        "{\"tree\":\"" + "0123456789abcdef" + "\",\"paths\":{}}"
      })
  void aSnapshotThatIsNoneIsLeftOutOfTheListAndTold(String json) throws Exception {
    sealed.write(FileKind.SNAPSHOT, json.getBytes(UTF_8));
    try (Repository repository = fixture.open()) {
      assertThat(repository.generations()).isEmpty();
      assertThat(repository.verify(VerifyDepth.DIGEST, VerifyListener.NONE).badFiles()).hasSize(1);
      assertThatThrownBy(() -> repository.prune(PruneOptions.USUAL, WorkListener.NONE))
          .isInstanceOf(RepositoryException.class);
    }
  }

  @Test
  void filesThatAreNotOfTheRepositoryAreNotLookedAt() throws Exception {
    for (String kind : List.of("locks", "index", "snapshots", "keys", "data")) {
      Files.writeString(fixture.path().resolve(kind).resolve("readme.txt"), "hello");
      Files.createDirectories(fixture.path().resolve(kind).resolve("sub"));
      Files.createSymbolicLink(fixture.path().resolve(kind).resolve(ZEROS), Path.of("/etc/passwd"));
    }
    byte[] image = TestDisk.random(2, 1000);
    try (Repository repository = fixture.open()) {
      assertThat(TestRepository.read(repository, TestRepository.backUp(repository, image)))
          .isEqualTo(image);
    }
  }
}
