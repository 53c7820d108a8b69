package org.strongroom.storage.driver.sftp;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import org.strongroom.storage.ByteSource;
import org.strongroom.storage.driver.AtOnce;
import org.strongroom.storage.driver.AtomicWrite;
import org.strongroom.storage.driver.Capacity;
import org.strongroom.storage.driver.DigestAlgorithm;
import org.strongroom.storage.driver.DigestedFile;
import org.strongroom.storage.driver.HostDisks;
import org.strongroom.storage.driver.HostFile;
import org.strongroom.storage.driver.HostFiles;
import org.strongroom.storage.driver.HostKey;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.StorageEntry;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;
import org.strongroom.storage.driver.StorageFacts;
import org.strongroom.storage.driver.StoragePath;
import org.strongroom.storage.driver.StreamDigest;
import org.strongroom.storage.driver.TemporaryName;
import org.strongroom.storage.driver.sftp.wire.SftpAttributes;
import org.strongroom.storage.driver.sftp.wire.SftpEntry;
import org.strongroom.storage.driver.sftp.wire.SftpFiles;
import org.strongroom.storage.driver.sftp.wire.SftpPath;

/**
 * A storage on a server with SSH. Needs SFTP alone; a shell makes digests cheaper. The host key of
 * the first connection is demanded of all later ones.
 */
public final class SftpDriver implements StorageDriver {
  private final SftpConnector connector;
  private final SftpTimeouts timeouts;

  public SftpDriver(SftpEndpoint endpoint) {
    this(endpoint, SftpTimeouts.USUAL);
  }

  public SftpDriver(SftpEndpoint endpoint, SftpTimeouts timeouts) {
    this.connector = new SftpConnector(endpoint, timeouts);
    this.timeouts = timeouts;
  }

  @Override
  public StorageFacts connect() throws StorageException {
    SftpSession session = connector.reconnect(true);
    session.checkWritable();
    return session.facts();
  }

  @Override
  public StorageFacts reconnect() throws StorageException {
    return connector.reconnect(false).facts();
  }

  /** A trial once for each connection; later what the server says of its file system tells. */
  @Override
  public void checkWritable() throws StorageException {
    SftpSession session = connector.session();
    session.checkNotReadOnly();
    if (!session.wasWritable()) {
      session.checkWritable();
    }
  }

  @Override
  public StorageFacts facts() throws StorageException {
    return connector.session().facts();
  }

  @Override
  public Set<String> extensions() throws StorageException {
    return connector.session().control().extensions();
  }

  @Override
  public Capacity ping(Duration timeout) throws StorageException {
    return new SftpPing(connector, timeout).run();
  }

  @Override
  public Capacity capacity() throws StorageException {
    return connector.session().capacity();
  }

  @Override
  public Optional<StorageEntry> stat(StoragePath path) throws StorageException {
    SftpSession session = connector.session();
    try {
      return session
          .failures()
          .explain(path, () -> session.control().lstat(session.paths().place(path)))
          .map(found -> entry(path, found));
    } catch (StorageException e) {
      if (e.reason() == Reason.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public List<StorageEntry> list(StoragePath directory) throws StorageException {
    SftpSession session = connector.session();
    return session
        .failures()
        .explain(
            directory,
            () -> {
              SftpPath target = session.paths().target(directory);
              SftpAttributes found =
                  session.control().lstat(target).orElseThrow(() -> notFound(directory));
              if (!found.isDirectory()) {
                throw new StorageException(Reason.WRONG_TYPE, directory + " is not a directory");
              }
              return entries(directory, session.control().list(target));
            });
  }

  /** Names that are no UTF-8 cannot be ours and cannot be told as paths; they are left out. */
  private static List<StorageEntry> entries(StoragePath directory, List<SftpEntry> listed) {
    List<StorageEntry> entries = new ArrayList<>(listed.size());
    for (SftpEntry entry : listed) {
      entry
          .name()
          .text()
          .map(directory::resolve)
          .ifPresent(path -> entries.add(entry(path, entry.attributes())));
    }
    return entries;
  }

  private static StorageEntry entry(StoragePath path, SftpAttributes found) {
    StorageEntry.Kind kind =
        found.isFile()
            ? StorageEntry.Kind.FILE
            : found.isDirectory()
                ? StorageEntry.Kind.DIRECTORY
                : found.isSymbolicLink()
                    ? StorageEntry.Kind.SYMBOLIC_LINK
                    : StorageEntry.Kind.OTHER;
    long size = found.isFile() ? found.size() : 0;
    return new StorageEntry(path, kind, size, Instant.ofEpochSecond(found.modified()));
  }

  @Override
  public InputStream read(StoragePath path, long offset) throws StorageException {
    SftpSession session = connector.session();
    return session.failures().explain(path, () -> new SftpReading(session).stream(path, offset));
  }

  @Override
  public ByteSource open(StoragePath path) throws StorageException {
    SftpSession session = connector.session();
    return session.failures().explain(path, () -> new SftpReading(session).source(path));
  }

  @Override
  public AtomicWrite create(StoragePath path, String writeId, long expectedLength)
      throws StorageException {
    return SftpAtomicWrite.begin(
        connector.session(), path, TemporaryName.of(writeId), expectedLength);
  }

  @Override
  public AtomicWrite resume(StoragePath path, String writeId, long offset, long expectedLength)
      throws StorageException {
    return SftpAtomicWrite.resume(
        connector.session(), path, TemporaryName.of(writeId), offset, expectedLength);
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
    change(
        path,
        (session, files, place) -> {
          Optional<SftpAttributes> found = files.lstat(place);
          if (found.isPresent() && found.get().isDirectory()) {
            files.removeDirectory(place);
          } else if (found.isPresent()) {
            session.directories(files).removeIfThere(place);
          }
        });
  }

  @Override
  public void deleteTree(StoragePath path) throws StorageException {
    change(path, (session, files, place) -> session.directories(files).removeTree(place));
  }

  private interface Change {
    void make(SftpSession session, SftpFiles files, SftpPath place) throws IOException;
  }

  /**
   * Runs a removal of something that may be missing, and brings it to the disk: after a power cut
   * it would be there again, and nobody would know of it.
   */
  private void change(StoragePath path, Change change) throws StorageException {
    StoragePath.requireBelowRoot(path);
    SftpSession session = connector.session();
    try {
      session
          .failures()
          .explain(
              path,
              () -> {
                change.make(session, session.control(), session.paths().place(path));
                syncIfThere(session, session.paths().target(path.parent()));
              });
    } catch (StorageException e) {
      if (e.reason() != Reason.NOT_FOUND) {
        throw e;
      }
    }
  }

  private static void syncIfThere(SftpSession session, SftpPath directory) throws IOException {
    try (var lease = session.lease()) {
      session.sync(lease.files()).directory(directory);
    } catch (IOException e) {
      if (session.control().lstat(directory).isPresent()) {
        throw e;
      }
    }
  }

  @Override
  public String digest(StoragePath path, DigestAlgorithm algorithm, LongConsumer progress)
      throws StorageException {
    SftpSession session = connector.session();
    Optional<RemoteShell> shell = session.shell();
    if (shell.isPresent()) {
      SftpPath target = session.failures().explain(path, () -> session.paths().target(path));
      Optional<SftpAttributes> found =
          session.failures().explain(path, () -> session.control().lstat(target));
      if (found.isPresent() && found.get().isFile()) {
        Optional<String> digest =
            new RemoteDigest(shell.get(), timeouts, session::capacity)
                .of(target.toString(), found.get().size(), algorithm, progress);
        if (digest.isPresent()) {
          progress.accept(found.get().size());
          return digest.get();
        }
      }
    }
    return StreamDigest.of(read(path, 0), algorithm, progress);
  }

  @Override
  public Map<StoragePath, DigestedFile> digests(List<StoragePath> paths, DigestAlgorithm algorithm)
      throws StorageException {
    SftpSession session = connector.session();
    var found = new HashMap<StoragePath, DigestedFile>();
    Optional<RemoteShell> shell = session.shell();
    if (shell.isPresent()) {
      var files = new ConcurrentHashMap<String, FileThere>();
      AtOnce.forEach(
          paths, path -> fileThere(session, path).ifPresent(file -> files.put(file.name(), file)));
      long bytes = files.values().stream().mapToLong(FileThere::size).sum();
      Map<String, String> digests =
          new RemoteDigest(shell.get(), timeouts, session::capacity)
              .ofAll(files.keySet(), bytes, algorithm);
      for (FileThere file : files.values()) {
        String digest = digests.get(file.name());
        if (digest != null) {
          found.put(file.path(), new DigestedFile(file.size(), digest));
        }
      }
    }
    for (StoragePath path : paths) {
      if (!found.containsKey(path)) { // there is no tool, or it has not read this one
        DigestedFile.of(this, path, algorithm).ifPresent(file -> found.put(path, file));
      }
    }
    return found;
  }

  /** A file as its server names it. */
  private record FileThere(StoragePath path, String name, long size) {}

  private static Optional<FileThere> fileThere(SftpSession session, StoragePath path)
      throws StorageException {
    return session
        .failures()
        .explain(
            path,
            () -> {
              SftpPath target = session.paths().target(path);
              return session
                  .control()
                  .lstat(target)
                  .filter(SftpAttributes::isFile)
                  .map(file -> new FileThere(path, target.toString(), file.size()));
            });
  }

  @Override
  public Optional<HostFiles> hostFiles() {
    return Optional.of(this::openHostFile);
  }

  /** The files and block devices of the server, wherever they lie. */
  public HostDisks disks() {
    return new RemoteDisks(connector);
  }

  private HostFile openHostFile(String absolutePath, Predicate<String> allowed)
      throws StorageException {
    if (!absolutePath.startsWith("/")) {
      throw new IllegalArgumentException("not an absolute path: " + absolutePath);
    }
    SftpSession session = connector.session();
    return session
        .failures()
        .explain(
            absolutePath,
            () -> {
              String resolved = session.control().realPath(SftpPath.of(absolutePath));
              if (!allowed.test(resolved)) {
                throw new StorageException(
                    Reason.PERMISSION_DENIED, absolutePath + " lies in no allowed directory");
              }
              return new SftpReading(session).hostFile(resolved);
            });
  }

  private static StorageException notFound(StoragePath path) {
    return new StorageException(Reason.NOT_FOUND, path + ": no such file or directory");
  }

  /** The key that the server has shown; the connection is made if there is none. */
  public HostKey hostKey() throws StorageException {
    return connector.session().hostKey();
  }

  @Override
  public void close() {
    connector.close();
  }
}
