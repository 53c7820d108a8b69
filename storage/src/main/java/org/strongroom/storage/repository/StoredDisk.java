package org.strongroom.storage.repository;

import java.io.IOException;
import java.util.Optional;
import org.strongroom.storage.repository.file.ContentId;
import org.strongroom.storage.repository.restore.RestoreTarget;
import org.strongroom.storage.repository.snapshot.FileNode;
import org.strongroom.storage.repository.work.WorkListener;

/**
 * A disk that a repository keeps.
 *
 * @param repository not owned
 * @param path of the disk's file in the generation; empty if it is the only one
 */
public record StoredDisk(Repository repository, ContentId generation, Optional<String> path) {

  FileNode file() throws IOException {
    return repository.file(generation, path);
  }

  /**
   * Opens it for reading. No lock is taken: see {@link Repository#lock}.
   *
   * @throws org.strongroom.storage.repository.file.RepositoryException MISSING, DAMAGED, or
   *     UNSUPPORTED if no file is named and it has several
   */
  public GenerationDisk open() throws IOException {
    return path.isPresent() ? repository.disk(generation, path.get()) : repository.disk(generation);
  }

  /** Bytes of the disk. */
  public long size() throws IOException {
    try (GenerationDisk disk = open()) {
      return disk.size();
    }
  }

  /**
   * Writes it into a target from the first byte to the last, faster than by reading it so; as
   * {@link Repository#restore} says.
   */
  public void restore(RestoreTarget target, WorkListener listener) throws IOException {
    repository.restore(this, target, listener);
  }
}
