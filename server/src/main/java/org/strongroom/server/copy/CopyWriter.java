package org.strongroom.server.copy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strongroom.server.job.Job;
import org.strongroom.storage.driver.AtomicWrite;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.transfer.Arrival;
import org.strongroom.storage.transfer.ImageTransfer;
import org.strongroom.storage.transfer.TransferListener;

/**
 * Brings bytes that are known by their digest onto storages: read once for all of them, and proved
 * right before they take their place.
 */
public final class CopyWriter {
  private static final Logger log = LoggerFactory.getLogger(CopyWriter.class);
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final ImageTransfer transfer;
  private final TransferPlaces places;

  public CopyWriter(ImageTransfer transfer, TransferPlaces places) {
    this.transfer = transfer;
    this.places = places;
  }

  /** What all bytes are, wherever they are read. */
  public record Whole(long length, String sha256) {}

  /** Whose targets they are. */
  public interface Owner {
    /** The storages that are still to get a copy; asked now and then, on any thread. */
    Set<String> wanted();

    /** One of the targets got none, for this reason; on a thread of its own. */
    void ended(CopyTarget target, StorageException why);

    /** The storage has compared the bytes as they came: they need not be read again. */
    void proved(CopyTarget target);
  }

  /**
   * Puts the bytes into place on all targets, durably. A source that cannot be read any further
   * gives way to the next one at the same offset; if all bytes prove wrong, all begins anew.
   * Returns when every target has the bytes or was told to have ended.
   *
   * @throws org.strongroom.api.ApiException SYS.1006 if no source can be read
   */
  public void bring(
      Whole whole, CopySources sources, List<CopyTarget> targets, Owner owner, Job job)
      throws IOException, InterruptedException {
    List<CopyTarget> left = targets;
    while (!left.isEmpty()) {
      job.checkStopped();
      try (Attempt attempt = new Attempt(whole, left, owner, job)) {
        if (attempt.isBrought(sources)) {
          return;
        }
        left = attempt.open();
      }
    }
  }

  /** The bytes from their first to their last. */
  private final class Attempt implements AutoCloseable, TransferListener {
    private final Whole whole;
    private final Owner owner;
    private final Job job;
    private final HeldTurns turns;
    private final List<SeparateWrite> writes;
    private final Arrival arrival = transfer.arrival();
    private final List<CopySources.Source> read = new ArrayList<>();
    private long begun;
    private long looked = System.nanoTime();

    Attempt(Whole whole, List<CopyTarget> targets, Owner owner, Job job)
        throws InterruptedException {
      this.whole = whole;
      this.owner = owner;
      this.job = job;
      this.turns = HeldTurns.await(targets, places, job);
      this.writes = begin();
    }

    private List<SeparateWrite> begin() {
      boolean done = false;
      try {
        List<SeparateWrite> all =
            turns.openEach(job.lease().writeId(), whole.length(), owner::ended);
        done = true;
        return all;
      } finally {
        if (!done) {
          turns.close();
        }
      }
    }

    /** The targets that have not failed. */
    List<CopyTarget> open() {
      return writes.stream()
          .filter(write -> write.failure().isEmpty())
          .map(SeparateWrite::target)
          .toList();
    }

    /** Whether it is over, rather than to be begun anew. */
    boolean isBrought(CopySources sources) throws IOException, InterruptedException {
      while (arrival.length() < whole.length() || read.isEmpty()) {
        job.checkStopped();
        if (open().isEmpty()) {
          return true;
        }
        take(sources.next(), sources);
      }
      String found = arrival.sha256();
      if (!found.equalsIgnoreCase(whole.sha256())) {
        sources.wrong(read.stream().distinct().toList(), found);
        return false;
      }
      job.checkStopped();
      transfer.commit(List.copyOf(writes));
      job.checkStopped();
      writes.stream()
          .filter(AtomicWrite::isProved)
          .map(SeparateWrite::target)
          .forEach(owner::proved);
      return true;
    }

    private void take(CopySources.Source source, CopySources sources)
        throws IOException, InterruptedException {
      begun = arrival.length();
      SourceRest rest;
      try {
        rest = SourceRest.open(source, begun, whole.length());
      } catch (StorageException e) {
        job.checkStopped();
        sources.failed(source, e);
        return;
      }
      try (rest) {
        read.add(source);
        arrival.take(rest, List.copyOf(writes), this);
      } catch (IOException e) {
        job.checkStopped();
        if (!open().isEmpty()) {
          throw e;
        }
        return; // no target is left
      }
      job.checkStopped();
      if (rest.failure().isPresent()) {
        failed(source, rest.failure().get(), sources);
      }
    }

    private void failed(CopySources.Source source, IOException why, CopySources sources) {
      log.info(
          "job {}: {} cannot be read beyond byte {}: {}",
          job.uuid(),
          source.file(),
          arrival.length(),
          why.getMessage());
      sources.failed(source, why);
    }

    @Override
    public void progress(long bytes) throws StorageException {
      job.progress().advance(begun + bytes, whole.length());
      long now = System.nanoTime();
      if (now - looked > LOOK.toNanos()) {
        looked = now;
        dropUnwanted();
      }
      if (writes.stream().allMatch(write -> write.failure().isPresent())) {
        throw writes.getFirst().failure().orElseThrow();
      }
    }

    private void dropUnwanted() {
      Set<String> wanted = owner.wanted();
      for (SeparateWrite write : writes) {
        if (!wanted.contains(write.target().storage().uuid())) {
          write.drop(
              new StorageException(
                  StorageException.Reason.FAILED,
                  write.target().storage().label() + ": it is being deleted"));
        }
      }
    }

    @Override
    public void close() {
      writes.forEach(SeparateWrite::close);
      turns.close();
    }
  }
}
