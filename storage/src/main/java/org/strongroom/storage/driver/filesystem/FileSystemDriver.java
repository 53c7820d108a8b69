package org.strongroom.storage.driver.filesystem;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import org.strongroom.storage.ByteSource;
import org.strongroom.storage.driver.AtomicWrite;
import org.strongroom.storage.driver.Capacity;
import org.strongroom.storage.driver.DigestAlgorithm;
import org.strongroom.storage.driver.HostFile;
import org.strongroom.storage.driver.HostFiles;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.StorageEntry;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;
import org.strongroom.storage.driver.StorageFacts;
import org.strongroom.storage.driver.StoragePath;
import org.strongroom.storage.driver.StreamDigest;
import org.strongroom.storage.driver.TemporaryName;

/**
 * A storage in a directory of this machine, a network mount perhaps. All its file calls run on
 * {@link LocalLanes}, since a mount can hang for ever.
 */
public final class FileSystemDriver implements StorageDriver {
  private final LocalPaths paths;
  private final Path root;
  private final LocalTimeouts timeouts;
  private final LocalLanes lanes;

  /**
   * @param root absolute
   */
  public FileSystemDriver(Path root) {
    this(root, LocalTimeouts.USUAL);
  }

  /**
   * @param root absolute
   */
  public FileSystemDriver(Path root, LocalTimeouts timeouts) {
    this.root = root;
    this.timeouts = timeouts;
    this.paths = new LocalPaths(root);
    this.lanes = LocalLanes.of(root);
  }

  @Override
  public StorageFacts connect() throws StorageException {
    return life(
        timeouts.operation(),
        () -> {
          makeRoot();
          tryWriting();
          return look();
        });
  }

  @Override
  public StorageFacts reconnect() throws StorageException {
    return facts();
  }

  @Override
  public StorageFacts facts() throws StorageException {
    return life(timeouts.operation(), this::look);
  }

  private StorageFacts look() throws IOException {
    return new StorageFacts(
        paths.root().toString(),
        Optional.empty(),
        HostName.ofThisMachine(),
        Optional.empty(),
        Optional.of(Files.getAttribute(paths.root(), "unix:dev").toString()),
        Set.of(),
        measure());
  }

  private void makeRoot() throws IOException {
    if (Files.exists(root) && !Files.isDirectory(root)) {
      throw new StorageException(Reason.WRONG_TYPE, root + " is not a directory");
    }
    Lane.requireWanted();
    Files.createDirectories(root);
  }

  @Override
  public void checkWritable() throws StorageException {
    life(
        timeouts.operation(),
        () -> {
          tryWriting();
          return true;
        });
  }

  private void tryWriting() throws IOException {
    Path trial = paths.root().resolve(".strongroom-write-test");
    Lane.requireWanted();
    try {
      LocalFailures.explain(root, () -> Files.createDirectories(trial));
      Files.deleteIfExists(trial);
    } catch (StorageException e) {
      if (e.reason() != Reason.NO_SPACE) {
        throw e;
      }
    }
  }

  @Override
  public Capacity ping(Duration timeout) throws StorageException {
    return life(timeout, this::measure);
  }

  @Override
  public Capacity capacity() throws StorageException {
    return life(timeouts.operation(), this::measure);
  }

  /**
   * Not by way of a {@link java.nio.file.FileStore}: that has to have a mount point, which the root
   * of a chroot need not have.
   */
  private Capacity measure() throws IOException {
    Path real = paths.root();
    File place = real.toFile();
    long total = place.getTotalSpace();
    if (total == 0) {
      Files.readAttributes(real, BasicFileAttributes.class); // a sick disk says so here
    }
    return new Capacity(total, place.getUsableSpace());
  }

  private <T> T life(Duration limit, LocalFailures.Call<T> call) throws StorageException {
    return lanes.life().call(root, limit, call);
  }

  private <T> T call(Object subject, LocalFailures.Call<T> call) throws StorageException {
    return lanes.calls().call(subject, timeouts.operation(), call);
  }

  private void run(Object subject, LocalFailures.Action action) throws StorageException {
    lanes.calls().run(subject, timeouts.operation(), action);
  }

  @Override
  public Optional<StorageEntry> stat(StoragePath path) throws StorageException {
    try {
      return Optional.of(call(path, () -> entry(path, paths.place(path))));
    } catch (StorageException e) {
      if (e.reason() == Reason.NOT_FOUND || isUnderFile(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Nothing can stand below a file. */
  private static boolean isUnderFile(StorageException e) {
    return e.reason() == Reason.WRONG_TYPE;
  }

  private static StorageEntry entry(StoragePath path, Path place) throws IOException {
    BasicFileAttributes found =
        Files.readAttributes(place, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    StorageEntry.Kind kind =
        found.isRegularFile()
            ? StorageEntry.Kind.FILE
            : found.isDirectory()
                ? StorageEntry.Kind.DIRECTORY
                : found.isSymbolicLink()
                    ? StorageEntry.Kind.SYMBOLIC_LINK
                    : StorageEntry.Kind.OTHER;
    return new StorageEntry(
        path,
        kind,
        found.isRegularFile() ? found.size() : 0,
        found.lastModifiedTime().toInstant().truncatedTo(ChronoUnit.SECONDS));
  }

  @Override
  public List<StorageEntry> list(StoragePath directory) throws StorageException {
    return call(
        directory,
        () -> {
          List<StorageEntry> entries = new ArrayList<>();
          try (var files = Files.newDirectoryStream(paths.target(directory))) {
            for (Path file : files) {
              Lane.requireWanted();
              Lane.progress();
              addIfThere(entries, directory.resolve(file.getFileName().toString()), file);
            }
          }
          return entries;
        });
  }

  private static void addIfThere(List<StorageEntry> entries, StoragePath path, Path file)
      throws IOException {
    try {
      entries.add(entry(path, file));
    } catch (NoSuchFileException e) {
      // Removed since it was listed.
    }
  }

  @Override
  public InputStream read(StoragePath path, long offset) throws StorageException {
    OpenedFile opened = call(path, () -> OpenedFile.open(paths.target(path), path));
    LaneFile file = file(lanes.bulk(), path, opened);
    if (offset > opened.size()) {
      file.close();
      throw new StorageException(
          Reason.FAILED, path + ": offset " + offset + " lies beyond the end, " + opened.size());
    }
    return new LocalReadStream(file, offset, opened.size());
  }

  @Override
  public ByteSource open(StoragePath path) throws StorageException {
    OpenedFile opened = call(path, () -> OpenedFile.open(paths.target(path), path));
    return new LocalByteSource(file(lanes.bulk(), path, opened), opened.size());
  }

  private LaneFile file(Lane lane, Object subject, OpenedFile opened) {
    return new LaneFile(lane, timeouts.operation(), subject, opened.channel(), () -> {});
  }

  @Override
  public AtomicWrite create(StoragePath path, String writeId, long expectedLength)
      throws StorageException {
    StoragePath.requireBelowRoot(path);
    String temporaryName = TemporaryName.of(writeId);
    var place = call(path, () -> LocalAtomicWrite.Place.make(paths, path, temporaryName));
    return LocalAtomicWrite.begun(path, place, expectedLength, lanes.bulk(), timeouts);
  }

  @Override
  public AtomicWrite resume(StoragePath path, String writeId, long offset, long expectedLength)
      throws StorageException {
    StoragePath.requireBelowRoot(path);
    String temporaryName = TemporaryName.of(writeId);
    var place = call(path, () -> LocalAtomicWrite.Place.reopen(paths, path, temporaryName, offset));
    return LocalAtomicWrite.resumed(path, place, offset, expectedLength, lanes.bulk(), timeouts);
  }

  @Override
  public void abandon(StoragePath path, String writeId) throws StorageException {
    StoragePath temporary = path.parent().resolve(TemporaryName.of(writeId));
    if (stat(temporary).isPresent()) {
      delete(temporary);
    }
  }

  @Override
  public void delete(StoragePath path) throws StorageException {
    remove(
        path,
        place -> {
          try {
            Files.deleteIfExists(place);
          } catch (DirectoryNotEmptyException e) {
            throw new StorageException(Reason.FAILED, path + ": the directory is not empty", e);
          }
        });
  }

  @Override
  public void deleteTree(StoragePath path) throws StorageException {
    remove(path, TreeRemoval::remove);
  }

  private interface Removal {
    void run(Path place) throws IOException;
  }

  /**
   * Removes something that may be missing, and brings that to the disk: after a power cut it would
   * be there again, and nobody would know of it.
   */
  private void remove(StoragePath path, Removal removal) throws StorageException {
    StoragePath.requireBelowRoot(path);
    run(
        path,
        () -> {
          try {
            Path directory = paths.target(path.parent());
            try {
              removal.run(directory.resolve(path.name()));
            } catch (NoSuchFileException e) {
              // Gone, or never there; perhaps by a run that was cut off before it came to the disk.
            }
            LocalPaths.sync(directory);
          } catch (NoSuchFileException e) {
            // Its directory is not there either.
          }
        });
  }

  @Override
  public String digest(StoragePath path, DigestAlgorithm algorithm, LongConsumer progress)
      throws StorageException {
    return StreamDigest.of(read(path, 0), algorithm, progress);
  }

  @Override
  public Optional<HostFiles> hostFiles() {
    return Optional.of(this::openHostFile);
  }

  private HostFile openHostFile(String absolutePath, Predicate<String> allowed)
      throws StorageException {
    if (!absolutePath.startsWith("/")) {
      throw new IllegalArgumentException("not an absolute path: " + absolutePath);
    }
    AtomicReference<String> found = new AtomicReference<>(absolutePath);
    OpenedFile opened =
        lanes
            .hostFiles()
            .call(
                absolutePath,
                timeouts.operation(),
                () -> {
                  Path resolved = Path.of(absolutePath).toRealPath();
                  if (!allowed.test(resolved.toString())) {
                    throw new StorageException(
                        Reason.PERMISSION_DENIED, absolutePath + " lies in no allowed directory");
                  }
                  found.set(resolved.toString());
                  return OpenedFile.open(resolved, absolutePath);
                });
    LaneFile file = file(lanes.hostFiles(), absolutePath, opened);
    return new HostFile(
        Objects.requireNonNull(found.get(), "the path was not resolved"),
        opened.size(),
        new LocalReadStream(file, 0, opened.size()));
  }

  @Override
  public void close() {
    lanes.release();
  }
}
