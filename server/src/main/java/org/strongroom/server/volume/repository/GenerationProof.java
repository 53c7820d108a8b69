package org.strongroom.server.volume.repository;

import java.io.IOException;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.strongroom.server.caller.Call;
import org.strongroom.server.volume.record.CopyFindings;
import org.strongroom.server.volume.record.SnapshotCopy;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.repository.Repository;
import org.strongroom.storage.repository.file.ContentId;
import org.strongroom.storage.repository.file.RepositoryException;
import org.strongroom.storage.repository.verify.KnownPacks;
import org.strongroom.storage.repository.verify.VerifyDepth;
import org.strongroom.storage.repository.verify.VerifyListener;
import org.strongroom.storage.repository.verify.VerifyResult;

/**
 * Looks at all that generations stand on, and records the outcome: at the digests of packs, whose
 * blocks were opened before they were sent, or at each block anew.
 */
public final class GenerationProof {
  private static final int MOST_TOLD = 20;

  private final Repositories repositories;
  private final CopyFindings findings;

  public GenerationProof(Repositories repositories, CopyFindings findings) {
    this.repositories = repositories;
    this.findings = findings;
  }

  /**
   * Proves a copy.
   *
   * @param user names who works with the repository now
   * @param known packs that need not be looked at again
   * @param progress told the bytes so far; what it throws ends the work
   * @throws IOException if it could not be read for a reason that lies in the storage: nothing is
   *     known then
   */
  public void prove(
      SnapshotCopy copy,
      StorageDriver driver,
      String user,
      VerifyDepth depth,
      KnownPacks known,
      Call call,
      LongConsumer progress)
      throws IOException {
    try (Repository repository = repositories.open(copy.storageUuid(), driver, user)) {
      VerifyResult found =
          repository.verify(copy.generation().orElseThrow(), depth, known, new Counting(progress));
      if (found.damaged().isEmpty()) {
        findings.proved(copy, call);
      } else {
        findings.damaged(copy, told(found), call);
      }
    } catch (RepositoryException e) {
      if (!CopyFindings.isDamage(e)) {
        throw e;
      }
      findings.damaged(copy, String.valueOf(e.getMessage()), call);
    }
  }

  /** Proves one copy alone by the digests of its packs. */
  public void prove(
      SnapshotCopy copy, StorageDriver driver, String user, Call call, LongConsumer progress)
      throws IOException {
    prove(copy, driver, user, VerifyDepth.DIGEST, new KnownPacks(), call, progress);
  }

  private static String told(VerifyResult found) {
    VerifyResult.DamagedGeneration damaged = found.damaged().getFirst();
    String blocks =
        damaged.blocks().isEmpty()
            ? "what describes it is damaged or missing"
            : "%d blocks are damaged or missing: %s%s"
                .formatted(
                    damaged.blocks().size(),
                    damaged.blocks().stream()
                        .limit(MOST_TOLD)
                        .map(String::valueOf)
                        .collect(Collectors.joining(", ")),
                    damaged.blocks().size() > MOST_TOLD ? ", …" : "");
    String packs =
        found.badPacks().entrySet().stream()
            .limit(MOST_TOLD)
            .map(bad -> "; pack %s: %s".formatted(bad.getKey().brief(), bad.getValue()))
            .collect(Collectors.joining());
    return blocks + packs;
  }

  /** Counts the bytes of packs. */
  private static final class Counting implements VerifyListener {
    private final LongConsumer progress;
    private long bytes;

    Counting(LongConsumer progress) {
      this.progress = progress;
    }

    @Override
    public void progress(long done, long total) {
      progress.accept(bytes);
    }

    @Override
    public void waitsFor(String holder) {
      progress.accept(bytes);
    }

    @Override
    public void verified(ContentId pack, long count, Optional<String> damage) {
      bytes += count;
      progress.accept(bytes);
    }
  }
}
