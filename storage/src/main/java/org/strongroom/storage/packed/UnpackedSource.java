package org.strongroom.storage.packed;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdIOException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.strongroom.storage.format.ImageFormat;
import org.strongroom.storage.format.ImageFormatException;
import org.strongroom.storage.source.ImageSource;
import org.strongroom.storage.stream.BlockFilter;
import org.strongroom.storage.stream.BlockStream;

/** An image that may come packed, and is unpacked while it comes. */
public final class UnpackedSource implements ImageSource {
  /** Bytes at the beginning that tell whether an image is packed. */
  public static final int HEAD = Packing.HEAD;

  private static final int BUFFER = 64 * 1024;

  /** Bytes that may come out however small the file is. */
  private static final long UNSUSPICIOUS = 64L << 30;

  /** Disks with something on them stay below; zeros alone do not. */
  private static final long MOST_FOLD = 5000;

  private final ImageSource source;
  private final Optional<Packing> packing;
  private final InputStream stream;
  private final Arrived arrived;

  private UnpackedSource(
      ImageSource source, Optional<Packing> packing, InputStream stream, Arrived arrived) {
    this.source = source;
    this.packing = packing;
    this.stream = stream;
    this.arrived = arrived;
  }

  /**
   * Looks at the first bytes of a source, and unpacks it if it is packed. What is said to be raw
   * may begin with anything: it is unpacked only if its name says the same as its first bytes.
   *
   * @param source closed with the result; after a failure by the caller
   * @param declared the format that the image is said to have
   * @param name of the file, or the url that ends with it
   * @param withDigest whether {@link #packedSha256} will be asked for
   */
  public static UnpackedSource of(
      ImageSource source, Optional<ImageFormat> declared, String name, boolean withDigest)
      throws IOException {
    return of(source, declared, name, withDigest, UNSUSPICIOUS);
  }

  /**
   * The same.
   *
   * @param unsuspicious bytes that may come out however small the file is
   */
  static UnpackedSource of(
      ImageSource source,
      Optional<ImageFormat> declared,
      String name,
      boolean withDigest,
      long unsuspicious)
      throws IOException {
    var arrived = new Arrived(source.stream(), withDigest ? sha256() : null);
    var buffered = new BufferedInputStream(arrived, BUFFER);
    buffered.mark(Packing.HEAD);
    byte[] head = buffered.readNBytes(Packing.HEAD);
    buffered.reset();
    Optional<Packing> packing = packing(head, declared, name);
    if (packing.isEmpty()) {
      return new UnpackedSource(source, packing, buffered, arrived);
    }
    Packing how = packing.get();
    try {
      InputStream unpacked = how.unpack(buffered);
      return new UnpackedSource(
          source, packing, new Bounded(unpacked, how, arrived, unsuspicious), arrived);
    } catch (IOException e) {
      throw damaged(how, e, arrived);
    }
  }

  /**
   * Whether {@link #of} would unpack what begins like this.
   *
   * @param head the first {@link #HEAD} bytes, or all if there are fewer
   */
  public static boolean isPacked(byte[] head, Optional<ImageFormat> declared, String name) {
    return packing(head, declared, name).isPresent();
  }

  private static Optional<Packing> packing(
      byte[] head, Optional<ImageFormat> declared, String name) {
    boolean raw = declared.equals(Optional.of(ImageFormat.RAW));
    return Packing.of(head).filter(found -> !raw || found.isNamed(name));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The length of what is unpacked shows at its end only. */
  @Override
  public OptionalLong length() {
    return packing.isPresent() ? OptionalLong.empty() : source.length();
  }

  @Override
  public InputStream stream() {
    return stream;
  }

  /**
   * How it is packed: {@code gzip}, {@code xz}, {@code zstd} or {@code bzip2}; empty if it is not.
   */
  public Optional<String> packing() {
    return packing.map(Packing::shown);
  }

  /** Whether unpacking takes a window of up to 128 MiB of memory. */
  public boolean isMemoryHungry() {
    return packing.filter(how -> how == Packing.XZ || how == Packing.ZSTD).isPresent();
  }

  /** The SHA-256 of the packed file, when all of it has been read; empty if it is not packed. */
  public Optional<String> packedSha256() {
    MessageDigest digest = arrived.digest;
    return digest == null || packing.isEmpty()
        ? Optional.empty()
        : Optional.of(HexFormat.of().formatHex(digest.digest()));
  }

  @Override
  public void cut() throws IOException {
    source.cut();
  }

  @Override
  public void close() throws IOException {
    source.close();
  }

  /** What the source itself fails with is told as it is. */
  private static IOException damaged(Packing how, IOException e, Arrived arrived) {
    if (arrived.failed) {
      return e;
    }
    if (e instanceof BytesBehindEndException || isNoFrame(e)) {
      return new ImageFormatException(
          "the %s file goes on behind its end with bytes that are no %s; cut them off, or copy it again"
              .formatted(how.shown(), how.shown()),
          e);
    }
    boolean cut = e instanceof EOFException || arrived.ended;
    String what = cut ? "cut off; copy it again" : "damaged: " + e.getMessage();
    return new ImageFormatException("the %s file is %s".formatted(how.shown(), what), e);
  }

  /** Zstd looks for the first bytes of a frame at the beginning, and behind the end of another. */
  private static boolean isNoFrame(IOException e) {
    return e instanceof ZstdIOException zstd && zstd.getErrorCode() == Zstd.errPrefixUnknown();
  }

  /** The bytes as they arrive. */
  private static final class Arrived extends BlockFilter {
    private final @Nullable MessageDigest digest;
    private long count;
    private boolean failed;
    private boolean ended;

    Arrived(InputStream in, @Nullable MessageDigest digest) {
      super(in);
      this.digest = digest;
    }

    /** The source is closed by whoever opened it. */
    @Override
    public void close() {}

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      failed = true;
      int read = super.read(target, offset, length);
      failed = false;
      count += Math.max(read, 0);
      ended = read < 0;
      if (digest != null && read > 0) {
        digest.update(target, offset, read);
      }
      return read;
    }
  }

  /**
   * Counts what comes out: a small file can expand to anything, and would keep a core busy and a
   * storage full.
   */
  private static final class Bounded extends BlockStream {
    private final InputStream unpacked;
    private final Packing how;
    private final Arrived arrived;
    private final long unsuspicious;
    private long seen;

    Bounded(InputStream unpacked, Packing how, Arrived arrived, long unsuspicious) {
      this.unpacked = unpacked;
      this.how = how;
      this.arrived = arrived;
      this.unsuspicious = unsuspicious;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int count;
      try {
        count = unpacked.read(target, offset, length);
      } catch (IOException e) {
        throw damaged(how, e, arrived);
      }
      seen += Math.max(count, 0);
      if (seen > unsuspicious && seen / MOST_FOLD > arrived.count) {
        throw new ImageFormatException(
            "the %s file expands more than %d-fold, as none with a disk in it does"
                .formatted(how.shown(), MOST_FOLD));
      }
      return count;
    }

    @Override
    public void close() throws IOException {
      unpacked.close();
    }
  }
}
