package org.strongroom.storage.repository;

import java.io.IOException;
import java.util.Optional;
import org.strongroom.storage.repository.file.ContentId;
import org.strongroom.storage.repository.snapshot.FileNode;

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
}
