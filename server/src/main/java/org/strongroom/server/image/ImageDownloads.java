package org.strongroom.server.image;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.strongroom.api.ApiException;
import org.strongroom.server.backupstorage.Purpose;
import org.strongroom.server.caller.Call;
import org.strongroom.server.caller.Caller;
import org.strongroom.storage.transfer.DigestMismatchException;
import org.strongroom.storage.transfer.VerifyingInputStream;

/** Reads images back. */
public final class ImageDownloads {
  private final ReadableCopies copies;
  private final DamageReports damage;
  private final Executor hashing;

  ImageDownloads(ReadableCopies copies, DamageReports damage, Executor hashing) {
    this.copies = copies;
    this.damage = damage;
    this.hashing = hashing;
  }

  /**
   * Chooses the copy to read: the first on a storage that is Enabled, Connected and has the file.
   *
   * @param storageUuid the only storage that will do, if one is named
   * @throws ApiException SYS.1003, ID.1002; SYS.1006 if no copy can be read
   */
  public Download open(
      String imageUuid, Optional<String> storageUuid, Caller caller, String requestId) {
    ReadableCopies.Chosen copy = copies.first(imageUuid, storageUuid, Purpose.TRANSFER, caller);
    Call call = new Call(caller, "", requestId);
    if (copy.size() != copy.expectedSize()) {
      damage.report(
          copy.copy(),
          copy.imageName(),
          "it has %d of %d bytes".formatted(copy.size(), copy.expectedSize()),
          call);
      throw ApiException.refused(
          "the copy on '%s' is damaged: it has %d of %d bytes"
              .formatted(copy.storage().name(), copy.size(), copy.expectedSize()));
    }
    return new Download(copy, call);
  }

  /** An image that is ready to be read. */
  public final class Download {
    private final ReadableCopies.Chosen copy;
    private final Call call;

    private Download(ReadableCopies.Chosen copy, Call call) {
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

    /** A name for the file, safe in a header and on a disk. */
    public String fileName() {
      return copy.copy().place().file().name();
    }

    /**
     * The whole image. The stream fails before its last bytes if they are not those that were
     * stored, and the damage is recorded.
     */
    public InputStream whole() throws IOException {
      InputStream file = copy.driver().read(copy.copy().place().file(), 0);
      String what = "the copy on '%s'".formatted(copy.storage().name());
      return new Reported(new VerifyingInputStream(file, what, size(), sha256(), hashing));
    }

    /** The image from a byte on, not verified: the digest is the whole's. */
    public InputStream from(long offset) throws IOException {
      return copy.driver().read(copy.copy().place().file(), offset);
    }

    /** Records the damage that reading finds. */
    private final class Reported extends java.io.FilterInputStream {
      Reported(InputStream in) {
        super(in);
      }

      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] target, int offset, int count) throws IOException {
        try {
          return super.read(target, offset, count);
        } catch (DigestMismatchException | java.io.EOFException e) {
          damage.report(copy.copy(), copy.imageName(), String.valueOf(e.getMessage()), call);
          throw e;
        }
      }
    }
  }
}
