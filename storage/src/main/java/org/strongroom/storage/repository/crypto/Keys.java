package org.strongroom.storage.repository.crypto;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.repository.file.ContentId;
import org.strongroom.storage.repository.file.FileKind;
import org.strongroom.storage.repository.file.RepositoryException;
import org.strongroom.storage.repository.file.RepositoryException.Reason;
import org.strongroom.storage.repository.file.RepositoryFiles;

/**
 * The passwords of a repository: several may open it, each by a key file of its own.
 *
 * @param hostname what new key files say of where they were made
 */
public record Keys(RepositoryFiles files, KeyCost cost, String hostname) {
  private static final int MOST_FILES = 32;

  /**
   * A master key, and the file that gave it.
   *
   * @param file the id of the key file
   */
  public record Opened(MasterKey key, ContentId file) {}

  /**
   * A key file that was written.
   *
   * @param size bytes
   */
  public record Added(ContentId file, int size) {}

  /** Makes a master key and the first key file. */
  public Opened create(String password, Instant now) throws StorageException {
    MasterKey key = MasterKey.random();
    return new Opened(key, add(key, password, now).file());
  }

  /** Makes a further key file. */
  public Added add(MasterKey key, String password, Instant now) throws StorageException {
    byte[] content = KeyFile.write(key, password, cost, hostname, now);
    return new Added(files.write(FileKind.KEY, content), content.length);
  }

  /**
   * Tries the key files one after the other. Damaged ones are passed over if another one opens.
   *
   * @throws RepositoryException WRONG_PASSWORD if none opens, NO_REPOSITORY if there is none
   */
  public Opened open(String password) throws IOException {
    List<ContentId> ids = new ArrayList<>(list());
    if (ids.isEmpty()) {
      throw new RepositoryException(Reason.NO_REPOSITORY, "there is no key file");
    }
    RepositoryException damage = null;
    for (ContentId id : ids.subList(0, Math.min(MOST_FILES, ids.size()))) {
      try {
        Optional<MasterKey> key = KeyFile.read(files.read(FileKind.KEY, id), password);
        if (key.isPresent()) {
          return new Opened(key.get(), id);
        }
      } catch (RepositoryException e) {
        damage = e;
      }
    }
    if (damage != null && ids.size() == 1) {
      throw damage;
    }
    throw new RepositoryException(
        Reason.WRONG_PASSWORD, "no key of the repository opens with the password");
  }

  public Set<ContentId> list() throws StorageException {
    return files.list(FileKind.KEY).keySet();
  }
}
