package org.strongroom.storage.driver.filesystem;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import org.strongroom.storage.ByteSource;
import org.strongroom.storage.driver.AtomicWrite;
import org.strongroom.storage.driver.Capacity;
import org.strongroom.storage.driver.DigestAlgorithm;
import org.strongroom.storage.driver.HostFile;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.StorageEntry;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;
import org.strongroom.storage.driver.StorageFacts;
import org.strongroom.storage.driver.StoragePath;
import org.strongroom.storage.driver.StreamDigest;
import org.strongroom.storage.driver.TemporaryName;

/** A storage in a directory of this machine, a network mount perhaps. */
public final class FileSystemDriver implements StorageDriver {
  private final LocalPaths paths;
  private final Path root;
  private final PatientCalls calls = new PatientCalls();

  /**
   * @param root absolute
   */
  public FileSystemDriver(Path root) {
    this.root = root;
    this.paths = new LocalPaths(root);
  }

  @Override
  public StorageFacts connect() throws StorageException {
    return LocalFailures.explain(
        root,
        () -> {
          makeRoot();
          Path trial = paths.root().resolve(".strongroom-write-test");
          checkWritable(root, trial);
          return look();
        });
  }

  @Override
  public StorageFacts facts() throws StorageException {
    return LocalFailures.explain(root, this::look);
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
    Files.createDirectories(root);
  }

  private static void checkWritable(Path root, Path trial) throws IOException {
    try {
      LocalFailures.explain(root, () -> Files.createDirectories(trial));
      Files.deleteIfExists(trial);
    } catch (StorageException e) {
      if (e.reason() != Reason.NO_SPACE) {
        throw e;
      }
    }
  }

  /** A network mount can hang for ever, so it is asked by a thread that may be left behind. */
  @Override
  public Capacity ping(Duration timeout) throws StorageException {
    return calls.within(timeout, root, this::capacity);
  }

  @Override
  public Capacity capacity() throws StorageException {
    return LocalFailures.explain(root, this::measure);
  }

  private Capacity measure() throws IOException {
    FileStore store = Files.getFileStore(paths.root());
    return new Capacity(store.getTotalSpace(), store.getUsableSpace());
  }

  @Override
  public Optional<StorageEntry> stat(StoragePath path) throws StorageException {
    try {
      return Optional.of(LocalFailures.explain(path, () -> entry(path, paths.place(path))));
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
    return LocalFailures.explain(
        directory,
        () -> {
          List<StorageEntry> entries = new ArrayList<>();
          try (var files = Files.newDirectoryStream(paths.target(directory))) {
            for (Path file : files) {
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
    return LocalFailures.explain(
        path,
        () -> {
          FileChannel channel = openFile(paths.target(path), path);
          long size = channel.size();
          if (offset > size) {
            channel.close();
            throw new StorageException(
                Reason.FAILED, path + ": offset " + offset + " lies beyond the end, " + size);
          }
          return new LocalReadStream(channel, offset, size, path);
        });
  }

  @Override
  public ByteSource open(StoragePath path) throws StorageException {
    return LocalFailures.explain(
        path,
        () -> {
          FileChannel channel = openFile(paths.target(path), path);
          return new LocalByteSource(channel, channel.size(), path);
        });
  }

  /** A pipe would hang whoever opens it. */
  private static FileChannel openFile(Path resolved, Object subject) throws IOException {
    var found =
        Files.readAttributes(resolved, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!found.isRegularFile()) {
      throw new StorageException(Reason.WRONG_TYPE, subject + " is not a file");
    }
    return FileChannel.open(resolved, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  public AtomicWrite create(StoragePath path, String writeId, long expectedLength)
      throws StorageException {
    StoragePath.requireBelowRoot(path);
    String temporaryName = TemporaryName.of(writeId);
    return LocalFailures.explain(
        path, () -> new LocalAtomicWrite(paths, path, temporaryName, expectedLength));
  }

  @Override
  public void abandon(StoragePath path, String writeId) throws StorageException {
    delete(path.parent().resolve(TemporaryName.of(writeId)));
  }

  @Override
  public void delete(StoragePath path) throws StorageException {
    StoragePath.requireBelowRoot(path);
    LocalFailures.explain(
        path,
        () -> {
          try {
            Files.deleteIfExists(paths.place(path));
          } catch (NoSuchFileException e) {
            // Its directory is not there either.
          } catch (DirectoryNotEmptyException e) {
            throw new StorageException(Reason.FAILED, path + ": the directory is not empty", e);
          }
        });
  }

  @Override
  public void deleteTree(StoragePath path) throws StorageException {
    StoragePath.requireBelowRoot(path);
    LocalFailures.explain(
        path,
        () -> {
          try {
            TreeRemoval.remove(paths.place(path));
          } catch (NoSuchFileException e) {
            // Gone, or never there.
          }
        });
  }

  @Override
  public void move(StoragePath from, StoragePath to) throws StorageException {
    StoragePath.requireBelowRoot(from);
    StoragePath.requireBelowRoot(to);
    LocalFailures.explain(
        from,
        () -> {
          Path source = paths.place(from);
          if (!Files.exists(source, LinkOption.NOFOLLOW_LINKS)) {
            throw new NoSuchFileException(from.toString());
          }
          Path directory = paths.makeDirectories(to.parent());
          Path target = directory.resolve(to.name());
          if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new StorageException(Reason.EXISTS, to + " is there already");
          }
          Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
          LocalPaths.sync(directory);
          LocalPaths.sync(paths.target(from.parent()));
        });
  }

  @Override
  public String digest(StoragePath path, DigestAlgorithm algorithm, LongConsumer progress)
      throws StorageException {
    return StreamDigest.of(read(path, 0), algorithm, progress);
  }

  @Override
  public HostFile openHostFile(String absolutePath, Predicate<String> allowed)
      throws StorageException {
    if (!absolutePath.startsWith("/")) {
      throw new IllegalArgumentException("not an absolute path: " + absolutePath);
    }
    return LocalFailures.explain(
        absolutePath,
        () -> {
          Path resolved = Path.of(absolutePath).toRealPath();
          if (!allowed.test(resolved.toString())) {
            throw new StorageException(
                Reason.PERMISSION_DENIED, absolutePath + " lies in no allowed directory");
          }
          FileChannel channel = openFile(resolved, absolutePath);
          long size = channel.size();
          var stream = new LocalReadStream(channel, 0, size, absolutePath);
          return new HostFile(resolved.toString(), size, stream);
        });
  }

  @Override
  public void close() {}
}
