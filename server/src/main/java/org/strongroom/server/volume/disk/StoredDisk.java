package org.strongroom.server.volume.disk;

import java.io.IOException;
import org.strongroom.server.job.Job;
import org.strongroom.storage.format.Disk;
import org.strongroom.storage.repository.Repository;
import org.strongroom.storage.repository.file.ContentId;

/** A generation that is to be written somewhere. */
public record StoredDisk(Repository repository, ContentId generation) {
  /** The disk, to be read at any offset. */
  Disk open() throws IOException {
    return repository.disk(generation);
  }

  long size() throws IOException {
    try (Disk disk = open()) {
      return disk.size();
    }
  }

  /** Writes it from the first byte to the last, faster than by reading the disk so. */
  void writeInOrder(org.strongroom.storage.repository.restore.RestoreTarget target, Job job)
      throws IOException {
    repository.restoreInOrder(generation, target, new WorkProgress(job));
  }
}
