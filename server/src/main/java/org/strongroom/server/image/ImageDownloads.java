package org.strongroom.server.image;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.strongroom.api.ApiException;
import org.strongroom.server.backupstorage.record.Purpose;
import org.strongroom.server.caller.Call;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.caller.Origin;
import org.strongroom.server.image.copying.ReadableCopies;
import org.strongroom.server.image.record.CopyDamage;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.source.guard.LeastRate;
import org.strongroom.storage.stream.BlockFilter;
import org.strongroom.storage.transfer.DigestMismatchException;
import org.strongroom.storage.transfer.VerifyingInputStream;

/** Reads images back. */
public final class ImageDownloads {
  private final ReadableCopies copies;
  private final CopyDamage damage;
  private final Executor hashing;

  ImageDownloads(ReadableCopies copies, CopyDamage damage, Executor hashing) {
    this.copies = copies;
    this.damage = damage;
    this.hashing = hashing;
  }

  /**
   * Chooses the copy to read: the first good one on a storage that can be read now.
   *
   * @param storageUuid the only storage that will do, if one is named
   * @throws ApiException SYS.1003; SYS.1006 if no copy can be read
   */
  public Download open(
      String imageUuid, Optional<String> storageUuid, Caller caller, String requestId) {
    Origin.current().known(caller.accountUuid()); // whose turn of the storage it takes
    Call call = new Call(caller, "", requestId);
    return new Download(
        imageUuid, storageUuid, copies.first(imageUuid, storageUuid, Purpose.READ, call), call);
  }

  /** An image that is ready to be read. */
  public final class Download {
    private final String imageUuid;
    private final Optional<String> storageUuid;
    private final Call call;
    private ReadableCopies.Chosen copy;

    private Download(
        String imageUuid, Optional<String> storageUuid, ReadableCopies.Chosen copy, Call call) {
      this.imageUuid = imageUuid;
      this.storageUuid = storageUuid;
      this.copy = copy;
      this.call = call;
    }

    /** Bytes. */
    public long size() {
      return copy.expectedSize();
    }

    /** SHA-256 in lower-case hexadecimal. */
    public String sha256() {
      return copy.copy().sha256().orElse("");
    }

    /** A name for the file, safe in a header and on a disk, which ends as its format does. */
    public String fileName() {
      String kept = copy.copy().place().file().name();
      int end = kept.lastIndexOf('.');
      return copy.format().isEmpty() || end < 0
          ? kept
          : kept.substring(0, end) + "." + copy.format().get().wireName();
    }

    /**
     * The whole image. The stream fails before its last bytes if they are not those that were
     * stored, and the damage is recorded: whoever asks again gets another copy.
     *
     * @throws ApiException SYS.1006 if the copy turned out to be unreadable, and no other can be
     *     read
     */
    public InputStream whole() throws IOException {
      InputStream file = read(0);
      String what = "the copy on '%s'".formatted(copy.storage().name());
      return new Reported(new VerifyingInputStream(file, what, size(), sha256(), hashing));
    }

    /** The image from a byte on, not verified: the digest is the whole's. */
    public InputStream from(long offset) throws IOException {
      return read(offset);
    }

    /**
     * To be watched while its bytes are sent: whoever does not take them makes others wait.
     *
     * @param cut closes the connection
     */
    public LeastRate leastRate(Runnable cut) {
      return new LeastRate(LeastRate.USUAL_WHILE, copy.driver().readersWaiting(), cut);
    }

    private InputStream read(long offset) throws IOException {
      while (true) {
        try {
          return copy.driver().read(copy.copy().place().file(), offset);
        } catch (StorageException e) {
          if (!damage.suspect(copy.copy(), e, call)) {
            throw e;
          }
          copy = copies.first(imageUuid, storageUuid, Purpose.READ, call);
        }
      }
    }

    /** Records the damage that reading finds. */
    private final class Reported extends BlockFilter {
      Reported(InputStream in) {
        super(in);
      }

      @Override
      public int read(byte[] target, int offset, int count) throws IOException {
        try {
          return super.read(target, offset, count);
        } catch (DigestMismatchException e) {
          damage.found(copy.copy(), CopyDamage.mismatch(e.expected(), e.found()), call);
          throw e;
        } catch (EOFException e) {
          damage.found(copy.copy(), "it ends before its %d bytes".formatted(size()), call);
          throw e;
        }
      }
    }
  }
}
