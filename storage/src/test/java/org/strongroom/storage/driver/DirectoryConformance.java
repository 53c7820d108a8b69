package org.strongroom.storage.driver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;
import static org.strongroom.storage.driver.StorageAssertions.assertFails;
import static org.strongroom.testing.SameBytes.sameBytes;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.strongroom.storage.driver.StorageException.Reason;
import org.strongroom.testing.TinyFileSystem;

/** What storages promise beside that are directories of a file system. */
abstract class DirectoryConformance extends StorageDriverConformance {
  private DirectoryLocation location;

  abstract DirectoryLocation newDirectory() throws Exception;

  @Override
  final StorageLocation newLocation() throws Exception {
    location = newDirectory();
    return location;
  }

  private Path local(String path) {
    return location.local().resolve(path);
  }

  /** Of two that remove a tree at once each leaves nothing, whatever the other has removed. */
  @Test
  void twoThatRemoveATreeAtOnceLeaveNothing() throws Exception {
    for (int round = 0; round < 5; round++) {
      for (int i = 0; i < 24; i++) {
        store("tree/" + i % 6 + "/" + i + "/file", "content");
      }
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        Callable<Boolean> removal =
            () -> {
              driver.deleteTree(path("tree"));
              return driver.stat(path("tree")).isEmpty();
            };
        for (Future<Boolean> isGone : threads.invokeAll(List.of(removal, removal, removal))) {
          assertThat(isGone.get()).isTrue();
        }
      }
    }
  }

  @Test
  void appendsToItsTemporaryFile() throws Exception {
    byte[] content = random(700_001);
    try (var write = driver.create(path("images/file"), WRITE_ID, content.length)) {
      write.write(content, 0, 300_000);
      write.checkpoint();
      assertThat(Files.size(local("images/." + WRITE_ID + ".part"))).isEqualTo(300_000);
      write.write(content, 0, 5000);
    }
    try (var write = driver.resume(path("images/file"), WRITE_ID, 300_000, content.length)) {
      assertThat(Files.size(local("images/." + WRITE_ID + ".part"))).isEqualTo(300_000);
      write.write(content, 300_000, content.length - 300_000);
      write.commit(
          () -> assertThat(local("images/." + WRITE_ID + ".part")).satisfies(sameBytes(content)));
    }
  }

  @Test
  void tellsSymbolicLinksAndTimes() throws Exception {
    store("dir/file", "content");
    Files.createSymbolicLink(local("link"), Path.of("dir/file"));
    assertThat(driver.stat(path("dir/file")).orElseThrow().modified().getEpochSecond())
        .isEqualTo(Files.getLastModifiedTime(local("dir/file")).toInstant().getEpochSecond());
    assertThat(driver.stat(path("link")).orElseThrow().kind())
        .isEqualTo(StorageEntry.Kind.SYMBOLIC_LINK);
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
    driver.delete(path("out"));
    try (var files = Files.list(neighbour)) {
      assertThat(files).hasSize(1);
    }
    assertThat(neighbour.resolve("precious")).hasContent("keep");
  }

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
    HostFiles files = driver.hostFiles().orElseThrow();
    List<String> asked = new ArrayList<>();
    try (HostFile file =
        files.open(
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
        () -> files.open(prefix + "link", resolved -> resolved.endsWith("link")));
    assertFails(Reason.NOT_FOUND, () -> files.open(prefix + "missing", _ -> true));
    assertFails(Reason.WRONG_TYPE, () -> files.open(location.remote(), _ -> true));
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
        Reason.WRONG_TYPE,
        () -> driver.hostFiles().orElseThrow().open(location.remote() + "/pipe", _ -> true));
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
}
