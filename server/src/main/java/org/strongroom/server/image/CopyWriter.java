package org.strongroom.server.image;

import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strongroom.server.job.Job;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.transfer.Arrival;
import org.strongroom.storage.transfer.DigestMismatchException;
import org.strongroom.storage.transfer.ImageTransfer;
import org.strongroom.storage.transfer.TransferListener;

/**
 * Brings the bytes of an image onto storages from the copies that it has: read once for all of
 * them, and proved right before they take their place.
 */
final class CopyWriter {
  private static final Logger log = LoggerFactory.getLogger(CopyWriter.class);
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final ReadableCopies copies;
  private final CopyDamage damage;
  private final CopyVerification verification;
  private final ImageTransfer transfer;
  private final TransferPlaces places;

  CopyWriter(
      ReadableCopies copies,
      CopyDamage damage,
      CopyVerification verification,
      ImageTransfer transfer,
      TransferPlaces places) {
    this.copies = copies;
    this.damage = damage;
    this.verification = verification;
    this.transfer = transfer;
    this.places = places;
  }

  /** What an image is, whichever copy of it is read. */
  record Whole(String imageUuid, long length, String sha256) {}

  /** Whose targets they are. */
  interface Owner {
    /** The storages that are still to get a copy; asked now and then, on any thread. */
    Set<String> wanted();

    /** One of the targets got none, for this reason; on a thread of its own. */
    void ended(CopyTarget target, StorageException why);
  }

  /**
   * Puts the bytes into place on all targets, durably. A copy that cannot be read any further gives
   * way to the next one at the same offset; one that proves damaged is recorded, and all begins
   * anew. Returns when every target has the bytes or was told to have ended.
   *
   * @throws org.strongroom.api.ApiException SYS.1006 if no good copy can be read
   */
  void bring(Whole image, List<CopyTarget> targets, Owner owner, Job job)
      throws IOException, InterruptedException {
    CopySources sources = new CopySources(copies, image.imageUuid(), job);
    List<CopyTarget> left = targets;
    while (!left.isEmpty()) {
      job.checkStopped();
      try (Attempt attempt = new Attempt(image, left, owner, job)) {
        if (attempt.isBrought(sources)) {
          return;
        }
        left = attempt.open();
      }
    }
  }

  /** The bytes from their first to their last. */
  private final class Attempt implements AutoCloseable, TransferListener {
    private final Whole image;
    private final Owner owner;
    private final Job job;
    private final HeldTurns turns;
    private final List<SeparateWrite> writes;
    private final Arrival arrival = transfer.arrival();
    private final List<ReadableCopies.Chosen> read = new ArrayList<>();
    private long begun;
    private long looked = System.nanoTime();

    Attempt(Whole image, List<CopyTarget> targets, Owner owner, Job job)
        throws InterruptedException {
      this.image = image;
      this.owner = owner;
      this.job = job;
      this.turns = HeldTurns.await(targets, places, job);
      this.writes = begin();
    }

    private List<SeparateWrite> begin() {
      boolean done = false;
      try {
        List<SeparateWrite> all =
            turns.openEach(job.lease().writeId(), image.length(), owner::ended);
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
      while (arrival.length() < image.length() || read.isEmpty()) {
        job.checkStopped();
        if (open().isEmpty()) {
          return true;
        }
        take(sources.next(), sources);
      }
      String found = arrival.sha256();
      if (!found.equalsIgnoreCase(image.sha256())) {
        blame(found, sources);
        return false;
      }
      job.checkStopped();
      transfer.commit(List.copyOf(writes));
      job.checkStopped();
      return true;
    }

    private void take(ReadableCopies.Chosen source, CopySources sources)
        throws IOException, InterruptedException {
      begun = arrival.length();
      CopySource rest;
      try {
        rest = CopySource.open(source, begun);
      } catch (StorageException e) {
        job.checkStopped();
        damage.suspect(source.copy(), e, job.call());
        sources.failed(source.copy(), e);
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
        failed(source.copy(), rest.failure().get(), sources);
      }
    }

    private void failed(ImageCopy copy, IOException why, CopySources sources) {
      log.info(
          "job {}: the copy on '{}' cannot be read beyond byte {}: {}",
          job.uuid(),
          copy.storageName(),
          arrival.length(),
          why.getMessage());
      if (why instanceof EOFException) {
        damage.found(copy, String.valueOf(why.getMessage()), job.call());
      } else if (why instanceof StorageException storage) {
        damage.suspect(copy, storage, job.call());
      }
      sources.failed(copy, why);
    }

    /** All bytes have come, and are not the image: whose fault is that? */
    private void blame(String found, CopySources sources) throws InterruptedException {
      List<ReadableCopies.Chosen> distinct = read.stream().distinct().toList();
      for (ReadableCopies.Chosen source : distinct) {
        ImageCopy copy = source.copy();
        job.checkStopped();
        try {
          if (distinct.size() == 1) {
            damage.found(copy, CopyDamage.mismatch(image.sha256(), found), job.call());
          } else {
            verification.prove(
                copy,
                image.length(),
                source.driver(),
                job.call(),
                done -> job.progress().advance(done, image.length()));
          }
        } catch (StorageException e) {
          log.info("job {}: {}: {}", job.uuid(), copy.storageName(), e.getMessage());
        }
        sources.failed(
            copy,
            new DigestMismatchException(
                "the copy on '%s'".formatted(copy.storageName()), image.sha256(), found));
      }
    }

    @Override
    public void progress(long bytes) throws StorageException {
      job.progress().advance(begun + bytes, image.length());
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
