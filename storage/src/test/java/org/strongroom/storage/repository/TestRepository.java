package org.strongroom.storage.repository;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.StoragePath;
import org.strongroom.storage.driver.filesystem.FileSystemDriver;
import org.strongroom.storage.format.Disk;
import org.strongroom.storage.repository.crypto.KeyCost;
import org.strongroom.storage.repository.file.ContentId;
import org.strongroom.storage.repository.lock.LockRules;
import org.strongroom.storage.repository.work.BackupFacts;
import org.strongroom.storage.repository.work.RepositoryOptions;
import org.strongroom.storage.repository.work.WorkListener;

/** A repository in a directory, whose password costs nothing, with small packs. */
public final class TestRepository {
  static final String PASSWORD = "correct horse";
  static final StoragePath DIRECTORY = StoragePath.of("repository");
  static final Instant TIME = Instant.parse("2026-03-01T12:00:00.123456Z");

  final Path root;
  public final FileSystemDriver driver;
  public final Restic restic;
  public final SettableClock clock = new SettableClock();

  public TestRepository(Path root) {
    this.root = root;
    this.driver = new FileSystemDriver(root.toAbsolutePath());
    this.restic = new Restic(path(), PASSWORD);
  }

  public Path path() {
    return root.resolve("repository");
  }

  RepositoryOptions options() {
    return options("one");
  }

  RepositoryOptions options(String node) {
    return new RepositoryOptions(
        new LockRules("strongroom-" + node, clock, Duration.ofMinutes(5), Duration.ofMillis(20)),
        new KeyCost(16, 8, 1),
        2 << 20);
  }

  public Repository create() throws IOException {
    return Repository.create(driver, DIRECTORY, PASSWORD, options());
  }

  public Repository open() throws IOException {
    return open(driver);
  }

  public Repository open(StorageDriver through) throws IOException {
    return Repository.open(through, DIRECTORY, PASSWORD, options());
  }

  public static BackupFacts facts() {
    return BackupFacts.of("root-01234567", TIME, List.of("strongroom", "volume:0123"));
  }

  public static ContentId backUp(Repository repository, byte[] bytes) throws IOException {
    return repository.backUp(TestDisk.sparse(bytes), facts(), WorkListener.NONE).snapshot();
  }

  public static byte[] read(Repository repository, ContentId generation) throws IOException {
    try (GenerationDisk disk = repository.disk(generation)) {
      return read(disk);
    }
  }

  public static byte[] read(Disk disk) throws IOException {
    ByteBuffer all = ByteBuffer.allocate((int) disk.size());
    while (all.hasRemaining()) {
      if (disk.read(all.position(), all) < 0) {
        throw new AssertionError("the disk ended at " + all.position());
      }
    }
    return all.array();
  }

  /** Every pack, index file, snapshot, lock and list of condemned packs. */
  public java.util.List<Path> files(String kind) throws IOException {
    try (var files = java.nio.file.Files.walk(path().resolve(kind))) {
      return files.filter(java.nio.file.Files::isRegularFile).sorted().toList();
    } catch (java.nio.file.NoSuchFileException e) {
      return List.of();
    }
  }

  /** All locks, whosever they are. */
  List<ContentId> lockIds() throws IOException {
    return files("locks").stream()
        .flatMap(file -> ContentId.parse(file.getFileName().toString()).stream())
        .toList();
  }

  /** The present, unless a test sets it. */
  public static final class SettableClock extends Clock {
    private final AtomicReference<Duration> offset = new AtomicReference<>(Duration.ZERO);

    public void advance(Duration time) {
      offset.updateAndGet(time::plus);
    }

    @Override
    public Instant instant() {
      return Instant.now().plus(offset.get());
    }

    @Override
    public ZoneOffset getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(java.time.ZoneId zone) {
      return this;
    }
  }
}
