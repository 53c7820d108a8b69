package org.strongroom.server.image;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.strongroom.server.backupstorage.Purpose;
import org.strongroom.server.job.Job;
import org.strongroom.storage.driver.AtomicWrite;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.transfer.DigestMismatchException;
import org.strongroom.storage.transfer.VerifyingInputStream;

/** Brings the bytes of an image from one storage onto another, verified on the way. */
final class CopyTransfer {
  private static final int PIECE = 256 << 10;

  private final ReadableCopies copies;
  private final CopyDamage damage;
  private final Executor hashing;

  /**
   * @param hashing a small pool of platform threads
   */
  CopyTransfer(ReadableCopies copies, CopyDamage damage, Executor hashing) {
    this.copies = copies;
    this.damage = damage;
    this.hashing = hashing;
  }

  /**
   * Puts the bytes of a good copy into place, durably. One that proves damaged on the way is
   * recorded, and the next is taken.
   *
   * @throws org.strongroom.api.ApiException SYS.1006 if no good copy can be read
   */
  void bring(String imageUuid, CopyTarget target, Job job) throws IOException {
    while (true) {
      job.checkStopped();
      ReadableCopies.Chosen source =
          copies.first(imageUuid, Optional.empty(), Purpose.READ, job.call());
      if (brought(source, target, job)) {
        return;
      }
    }
  }

  private boolean brought(ReadableCopies.Chosen source, CopyTarget target, Job job)
      throws IOException {
    // each waits for a turn of its storage: in one order, so that no two jobs wait for each other
    if (source.storage().uuid().compareTo(target.storage().uuid()) < 0) {
      Optional<InputStream> in = open(source, job);
      if (in.isEmpty()) {
        return false;
      }
      try (InputStream bytes = in.get();
          AtomicWrite write = write(source, target, job)) {
        return stream(source, bytes, write, job);
      }
    }
    try (AtomicWrite write = write(source, target, job)) {
      Optional<InputStream> in = open(source, job);
      if (in.isEmpty()) {
        return false;
      }
      try (InputStream bytes = in.get()) {
        return stream(source, bytes, write, job);
      }
    }
  }

  private static AtomicWrite write(ReadableCopies.Chosen source, CopyTarget target, Job job)
      throws StorageException {
    return target.create(target.place().file(), job.lease().writeId(), source.expectedSize());
  }

  /** The bytes of the source; empty if it proved damaged. */
  private Optional<InputStream> open(ReadableCopies.Chosen source, Job job) throws IOException {
    try {
      InputStream file = source.driver().read(source.copy().place().file(), 0);
      return Optional.of(
          new VerifyingInputStream(
              file,
              "the copy on '%s'".formatted(source.storage().name()),
              source.expectedSize(),
              source.copy().sha256().orElse(""),
              hashing));
    } catch (StorageException e) {
      if (damage.suspect(source.copy(), e, job.call())) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private boolean stream(ReadableCopies.Chosen source, InputStream in, AtomicWrite write, Job job)
      throws IOException {
    byte[] piece = new byte[PIECE];
    long done = 0;
    while (true) {
      job.checkStopped();
      int came;
      try {
        came = in.read(piece);
      } catch (DigestMismatchException e) {
        return otherwise(source, CopyDamage.mismatch(e.expected(), e.found()), e, job);
      } catch (EOFException e) {
        return otherwise(source, "it ends before its end", e, job);
      }
      if (came < 0) {
        job.checkStopped();
        job.lease().confirm();
        write.commit();
        return true;
      }
      write.write(piece, 0, came);
      done += came;
      job.progress().advance(done, source.expectedSize());
    }
  }

  /** Another copy may serve if this one is recorded as damaged. */
  private boolean otherwise(ReadableCopies.Chosen source, String how, IOException e, Job job)
      throws IOException {
    if (!damage.found(source.copy(), how, job.call())) {
      throw e;
    }
    return false;
  }
}
