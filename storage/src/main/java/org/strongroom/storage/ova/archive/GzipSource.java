package org.strongroom.storage.ova.archive;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongSupplier;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.strongroom.storage.ova.archive.OvaException.Fault;
import org.strongroom.storage.stream.BlockStream;

/** Tells gzipped archives from plain ones, and expands them no further than they may. */
public final class GzipSource {
  private static final int BUFFER = 64 * 1024;

  /** Bytes that may come out however small the file is. */
  private static final long UNSUSPICIOUS = 1L << 30;

  private static final int MOST_FOLD = 500;

  private GzipSource() {}

  /** Whether these first two bytes are those of a gzip file. */
  public static boolean isGzip(byte[] head) {
    return (head[0] & 0xff) == 0x1f && (head[1] & 0xff) == 0x8b;
  }

  /** The archive itself, whether it comes gzipped or not. */
  public static InputStream expanded(InputStream stream, OvaLimits limits) throws IOException {
    var patient = new PatientInput(stream);
    patient.mark(2);
    byte[] head = new byte[2];
    int count = patient.readNBytes(head, 0, 2);
    patient.reset();
    if (count < 2 || !isGzip(head)) {
      return patient;
    }
    try {
      return new Expanded(
          new GZIPInputStream(patient, BUFFER), limits.totalBytes(), patient::consumed);
    } catch (ZipException | EOFException e) {
      throw damaged(e);
    }
  }

  private static OvaException damaged(IOException cause) {
    return cause instanceof EOFException
        ? new OvaException(Fault.CUT_OFF, "the gzip file is cut off", cause)
        : new OvaException(
            Fault.NOT_A_TAR, "the gzip file is damaged: " + cause.getMessage(), cause);
  }

  /**
   * Says that more is available until the end was really met: a gzip file may have several parts,
   * and the JDK looks for another one only if it does.
   */
  private static final class PatientInput extends BufferedInputStream {
    private final Counted counted;

    PatientInput(InputStream stream) {
      this(new Counted(stream));
    }

    private PatientInput(Counted counted) {
      super(counted, BUFFER);
      this.counted = counted;
    }

    /** Bytes that were taken from the file so far. */
    long consumed() {
      return counted.count;
    }

    @Override
    public synchronized int available() throws IOException {
      if (pos < count) {
        return count - pos;
      }
      mark(1);
      boolean more = read() >= 0;
      reset();
      return more ? 1 : 0;
    }
  }

  private static final class Counted extends FilterInputStream {
    private long count;

    Counted(InputStream stream) {
      super(stream);
    }

    @Override
    public int read() throws IOException {
      int one = super.read();
      count += one < 0 ? 0 : 1;
      return one;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int some = super.read(target, offset, length);
      count += Math.max(some, 0);
      return some;
    }
  }

  /**
   * Counts what comes out: a small file can expand a thousandfold, and would keep a core busy for
   * hours. Disks with something on them stay far below {@link #MOST_FOLD}.
   */
  private static final class Expanded extends BlockStream {
    private final InputStream gzip;
    private final long most;
    private final LongSupplier consumed;
    private long seen;

    Expanded(InputStream gzip, long most, LongSupplier consumed) {
      this.gzip = gzip;
      this.most = most + (1L << 30);
      this.consumed = consumed;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      try {
        int count = gzip.read(target, offset, length);
        seen += Math.max(count, 0);
        if (seen > most) {
          throw new OvaException(
              Fault.TOO_LARGE, "the gzip file expands to more than %d bytes".formatted(most));
        }
        if (seen > UNSUSPICIOUS && seen / MOST_FOLD > consumed.getAsLong()) {
          throw new OvaException(
              Fault.TOO_LARGE,
              "the gzip file expands more than %d-fold, as none with a disk in it does"
                  .formatted(MOST_FOLD));
        }
        return count;
      } catch (ZipException | EOFException e) {
        throw damaged(e);
      }
    }

    @Override
    public void close() throws IOException {
      gzip.close();
    }
  }
}
