package org.strongroom.server.volume;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.LongConsumer;
import org.strongroom.server.caller.Call;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.format.Disk;
import org.strongroom.storage.repository.Repository;
import org.strongroom.storage.repository.file.RepositoryException;

/**
 * Reads whole generations, each block of which is compared with its id, and records the outcome.
 */
final class GenerationProof {
  private static final int PIECE = 1 << 20;

  private final Repositories repositories;
  private final CopyFindings findings;

  GenerationProof(Repositories repositories, CopyFindings findings) {
    this.repositories = repositories;
    this.findings = findings;
  }

  /**
   * Proves a copy.
   *
   * @param user names who works with the repository now
   * @param progress told the bytes so far; what it throws ends the work
   * @throws IOException if it could not be read for a reason that lies in the storage: nothing is
   *     known then
   */
  void prove(SnapshotCopy copy, StorageDriver driver, String user, Call call, LongConsumer progress)
      throws IOException {
    try (Repository repository = repositories.open(copy.storageUuid(), driver, user);
        Disk disk = repository.disk(copy.generation().orElseThrow())) {
      read(disk, progress);
      findings.proved(copy, call);
    } catch (RepositoryException e) {
      if (!CopyFindings.isDamage(e)) {
        throw e;
      }
      findings.damaged(copy, String.valueOf(e.getMessage()), call);
    }
  }

  private static void read(Disk disk, LongConsumer progress) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(PIECE);
    for (long position = 0; position < disk.size(); ) {
      Disk.Run run = disk.run(position, Long.MAX_VALUE / 2);
      long end = position + run.length();
      while (!run.zero() && position < end) {
        buffer.clear().limit((int) Math.min(PIECE, end - position));
        int count = disk.read(position, buffer);
        if (count < 0) {
          throw RepositoryException.damaged("the disk ends at %d".formatted(position));
        }
        position += count;
        progress.accept(position);
      }
      position = end;
      progress.accept(position);
    }
  }
}
