package org.strongroom.server.face.zstack;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import io.javalin.http.Context;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.strongroom.api.coding.ZerosPacked;
import org.strongroom.storage.stream.BlockStream;

/**
 * The bytes of a part of an upload, which may be packed for their way (Content-Encoding): the zeros
 * of a sparse image cost next to nothing so. Clients are told by Accept-Encoding, as RFC 7694 has
 * it.
 *
 * @param length that is announced for the bytes; none is for those of a packed body
 */
record PackedBody(InputStream bytes, OptionalLong length) implements AutoCloseable {
  static final Set<String> CODINGS = Set.of(ZerosPacked.NAME);

  /** What RFC 9659 asks everybody to be content with: 8 MiB. */
  private static final int MOST_WINDOW = 23;

  static void tell(Context ctx) {
    ctx.header("Accept-Encoding", String.join(", ", CODINGS) + ", identity");
  }

  /**
   * The body of a request whose head was checked.
   *
   * @throws UnfitBodyException 400 or 415
   */
  static PackedBody of(Context ctx) throws IOException {
    List<String> codings = UploadHead.codings(ctx.req());
    InputStream body = ctx.req().getInputStream();
    if (codings.isEmpty()) {
      long announced = ctx.req().getContentLengthLong();
      return new PackedBody(
          body, announced < 0 ? OptionalLong.empty() : OptionalLong.of(announced));
    }
    if (codings.size() > 1) {
      throw new UnfitBodyException(
          415, "the body is packed more than once", Map.of("Accept-Encoding", "zstd, identity"));
    }
    if (ctx.header("Upload-Checksum") != null) {
      throw new UnfitBodyException(
          400, "Upload-Checksum of a packed body is not known: send the bytes as they are");
    }
    return new PackedBody(new Unpacking(body), OptionalLong.empty());
  }

  /**
   * Makes sure that what came could be unpacked.
   *
   * @param offset that the upload is at, without what could not
   * @throws UnfitBodyException 400
   */
  void requireWhole(long offset) {
    if (bytes instanceof Unpacking unpacking && unpacking.isDamaged()) {
      throw new UnfitBodyException(
          400,
          "the body is no zstd, or damaged or cut: the upload is at %d".formatted(offset),
          Map.of("Upload-Offset", String.valueOf(offset)));
    }
  }

  /** Gives back what unpacking holds beside the heap, as soon as nobody reads any more. */
  @Override
  public void close() {
    if (bytes instanceof Unpacking unpacking) {
      Thread.startVirtualThread(unpacking::close);
    }
  }

  /** Unpacks, and tells bytes that are no zstd from a line that broke. */
  private static final class Unpacking extends BlockStream {
    private final StaysOpen body;
    private final ZstdInputStreamNoFinalizer unpacked;
    private volatile boolean failed;

    Unpacking(InputStream body) throws IOException {
      this.body = new StaysOpen(body);
      this.unpacked = new ZstdInputStreamNoFinalizer(this.body);
      unpacked.setLongMax(MOST_WINDOW);
    }

    boolean isDamaged() {
      return failed && !body.failed;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
      try {
        return unpacked.read(target, offset, count);
      } catch (IOException e) {
        failed = true;
        throw e;
      }
    }

    @Override
    public void close() {
      try {
        unpacked.close();
      } catch (IOException e) {
        // Nothing of it is wanted.
      }
    }
  }

  /** The body belongs to the connection. */
  private static final class StaysOpen extends FilterInputStream {
    private volatile boolean failed;

    StaysOpen(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
      try {
        return in.read(target, offset, count);
      } catch (IOException | RuntimeException e) {
        failed = true;
        throw e;
      }
    }

    @Override
    public void close() {}
  }
}
