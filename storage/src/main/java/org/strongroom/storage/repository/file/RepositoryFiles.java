package org.strongroom.storage.repository.file;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.strongroom.storage.ByteSource;
import org.strongroom.storage.driver.AtOnce;
import org.strongroom.storage.driver.AtomicWrite;
import org.strongroom.storage.driver.DigestAlgorithm;
import org.strongroom.storage.driver.DigestedFile;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.StorageEntry;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StoragePath;
import org.strongroom.storage.driver.TemporaryName;

/**
 * The files of a repository as they lie on the storage, each written once and whole, and named by
 * the SHA-256 of what it stores. Thread-safe.
 *
 * @param driver not owned
 * @param root the repository's directory
 */
public record RepositoryFiles(StorageDriver driver, StoragePath root) {
  private static final Pattern PACK_DIRECTORY = Pattern.compile("[0-9a-f]{2}");
  private static final int MOST_CONFIG = 1 << 20;

  /** Makes the directories that restic expects to be there. */
  public void makeDirectories() throws StorageException {
    for (FileKind kind : FileKind.values()) {
      if (kind != FileKind.CONDEMNED) {
        driver.create(directory(kind).resolve("made"), newWriteId(), -1).close();
      }
    }
  }

  public StoragePath path(FileKind kind, ContentId id) {
    String name = id.hex();
    StoragePath directory = directory(kind);
    return (kind == FileKind.PACK ? directory.resolve(name.substring(0, 2)) : directory)
        .resolve(name);
  }

  private StoragePath directory(FileKind kind) {
    return root.resolve(kind.directory());
  }

  /** The files of a kind; those whose names are no ids are left out. */
  public Map<ContentId, StorageEntry> list(FileKind kind) throws StorageException {
    var found = new ConcurrentHashMap<ContentId, StorageEntry>();
    for (StorageEntry entry : entries(kind)) {
      if (entry.kind() == StorageEntry.Kind.FILE) {
        ContentId.parse(entry.path().name()).ifPresent(id -> found.put(id, entry));
      }
    }
    return found;
  }

  /** What writes of processes that were killed have left among the files of a kind. */
  public List<StorageEntry> unfinished(FileKind kind) throws StorageException {
    return entries(kind).stream()
        .filter(entry -> TemporaryName.matches(entry.path().name()))
        .toList();
  }

  private List<StorageEntry> entries(FileKind kind) throws StorageException {
    List<StorageEntry> entries = entries(directory(kind));
    if (kind != FileKind.PACK) {
      return entries;
    }
    var parts = new ArrayList<StoragePath>();
    for (StorageEntry entry : entries) {
      if (entry.kind() == StorageEntry.Kind.DIRECTORY
          && PACK_DIRECTORY.matcher(entry.path().name()).matches()) {
        parts.add(entry.path());
      }
    }
    var found = new ConcurrentHashMap<StoragePath, List<StorageEntry>>();
    AtOnce.forEach(parts, part -> found.put(part, entries(part)));
    return found.values().stream().flatMap(List::stream).toList();
  }

  private List<StorageEntry> entries(StoragePath directory) throws StorageException {
    try {
      return driver.list(directory);
    } catch (StorageException e) {
      if (e.reason() == StorageException.Reason.NOT_FOUND) {
        return List.of();
      }
      throw e;
    }
  }

  /** Removes what {@link #unfinished} found. */
  public void abandon(StorageEntry unfinished) throws StorageException {
    String name = unfinished.path().name();
    driver.abandon(
        unfinished.path().parent().resolve("made"),
        name.substring(1, name.length() - ".part".length()));
  }

  public Optional<StorageEntry> stat(FileKind kind, ContentId id) throws StorageException {
    return driver.stat(path(kind, id));
  }

  /** The content of a file other than a pack, whose name has been compared with it. */
  public byte[] read(FileKind kind, ContentId id) throws IOException {
    byte[] content = read(path(kind, id), kind.mostBytes());
    if (!ContentId.of(content).equals(id)) {
      throw RepositoryException.damaged(
          "the file %s/%s does not hold what its name says".formatted(kind.directory(), id));
    }
    return content;
  }

  private byte[] read(StoragePath path, int most) throws IOException {
    try (InputStream stream = driver.read(path, 0)) {
      byte[] content = stream.readNBytes(most + 1);
      if (content.length > most) {
        throw RepositoryException.damaged(
            "the file %s is longer than %d bytes".formatted(path, most));
      }
      return content;
    } catch (StorageException e) {
      if (e.reason() == StorageException.Reason.NOT_FOUND) {
        throw new RepositoryException(
            RepositoryException.Reason.MISSING, "the file %s is not there".formatted(path), e);
      }
      throw e;
    }
  }

  /** Opens a pack for reads at any offset. */
  public ByteSource open(ContentId pack) throws IOException {
    try {
      return driver.open(path(FileKind.PACK, pack));
    } catch (StorageException e) {
      if (e.reason() == StorageException.Reason.NOT_FOUND) {
        throw new RepositoryException(
            RepositoryException.Reason.MISSING, "the pack %s is not there".formatted(pack), e);
      }
      throw e;
    }
  }

  /** Whether a file that is there holds what its name says. */
  public boolean isItself(FileKind kind, ContentId id) throws StorageException {
    return driver.digest(path(kind, id), DigestAlgorithm.SHA256, bytes -> {}).equals(id.hex());
  }

  /**
   * The SHA-256 of a few files, taken where they lie if the storage can; those that are not there
   * are left out.
   */
  public Map<ContentId, DigestedFile> digests(FileKind kind, List<ContentId> ids)
      throws StorageException {
    var paths = ids.stream().map(id -> path(kind, id)).toList();
    var there = driver.digests(paths, DigestAlgorithm.SHA256);
    var found = new HashMap<ContentId, DigestedFile>();
    for (int i = 0; i < paths.size(); i++) {
      DigestedFile file = there.get(paths.get(i));
      if (file != null) {
        found.put(ids.get(i), file);
      }
    }
    return found;
  }

  /** Writes a file and syncs it; its name is the id of its content. */
  public ContentId write(FileKind kind, byte[] content) throws StorageException {
    ContentId id = ContentId.of(content);
    write(kind, id, List.of(content), content.length);
    return id;
  }

  /** As {@link #write(FileKind, byte[])}, of a content in pieces whose id is known. */
  public void write(FileKind kind, ContentId id, List<byte[]> pieces, long length)
      throws StorageException {
    write(path(kind, id), pieces, length);
  }

  private void write(StoragePath path, List<byte[]> pieces, long length) throws StorageException {
    try (AtomicWrite write = driver.create(path, newWriteId(), length)) {
      for (byte[] piece : pieces) {
        write.write(piece, 0, piece.length);
      }
      write.commit();
    }
  }

  public void delete(FileKind kind, ContentId id) throws StorageException {
    driver.delete(path(kind, id));
  }

  public boolean hasConfig() throws StorageException {
    return driver.stat(config()).isPresent();
  }

  public byte[] readConfig() throws IOException {
    return read(config(), MOST_CONFIG);
  }

  public void writeConfig(byte[] content) throws StorageException {
    write(config(), List.of(content), content.length);
  }

  private StoragePath config() {
    return root.resolve("config");
  }

  private static String newWriteId() {
    return UUID.randomUUID().toString().replace("-", "");
  }
}
