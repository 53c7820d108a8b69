package org.strongroom.storage.nbd.client;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.strongroom.storage.nbd.wire.NbdProtocol;
import org.strongroom.storage.nbd.wire.NbdProtocolException;

/**
 * Reads replies. Whatever a server says, no more memory is taken than its request had bytes, and no
 * reply goes on without getting on.
 */
final class NbdReplies {
  private static final int MOST_ERRORS = 16;

  private final DataInputStream in;
  private final ExportInfo export;
  private final Pending pending;
  private final Runnable progress;

  /** The requests that wait for replies. */
  interface Pending {
    /** The request of a cookie, which waits until it is complete. */
    NbdRequest find(long cookie) throws IOException;
  }

  /**
   * @param progress called whenever bytes have come
   */
  NbdReplies(DataInputStream in, ExportInfo export, Pending pending, Runnable progress) {
    this.in = in;
    this.export = export;
    this.pending = pending;
    this.progress = progress;
  }

  /** Waits for a reply or the next chunk of one, and takes it. */
  void next() throws IOException {
    int magic = in.readInt();
    progress.run();
    if (magic == NbdProtocol.SIMPLE_REPLY) {
      simple();
    } else if (magic == NbdProtocol.STRUCTURED_REPLY && export.structured()) {
      chunk();
    } else {
      throw new NbdProtocolException("what came is no reply");
    }
  }

  private void simple() throws IOException {
    int error = in.readInt();
    NbdRequest request = pending.find(in.readLong());
    if (error != 0) {
      request.error(error, request.offset, "");
    } else if (request.command == NbdProtocol.CMD_READ) {
      if (export.structured()) {
        throw new NbdProtocolException("a read was answered without chunks");
      }
      data(request, 0, request.length);
    } else if (request.command == NbdProtocol.CMD_BLOCK_STATUS) {
      throw new NbdProtocolException("the block status was asked for and not told");
    }
    request.complete();
  }

  private void chunk() throws IOException {
    boolean last = (in.readUnsignedShort() & NbdProtocol.REPLY_DONE) != 0;
    int type = in.readUnsignedShort();
    NbdRequest request = pending.find(in.readLong());
    long length = in.readInt() & 0xffff_ffffL;
    switch (type) {
      case NbdProtocol.CHUNK_NONE -> {
        if (length != 0 || !last) {
          throw wrong(request, "an empty chunk that is not its end");
        }
      }
      case NbdProtocol.CHUNK_DATA -> dataChunk(request, length);
      case NbdProtocol.CHUNK_HOLE -> holeChunk(request, length);
      case NbdProtocol.CHUNK_BLOCK_STATUS -> statusChunk(request, length);
      default -> {
        if ((type & NbdProtocol.CHUNK_IS_ERROR) == 0) {
          throw wrong(request, "a chunk of type " + type);
        }
        errorChunk(request, type, length);
      }
    }
    if (last) {
      end(request);
    }
  }

  private void end(NbdRequest request) throws IOException {
    if (!request.failed()) {
      if (request.command == NbdProtocol.CMD_READ && !request.coverage.whole()) {
        throw wrong(request, "fewer bytes than it asked for");
      }
      if (request.command == NbdProtocol.CMD_BLOCK_STATUS
          && request.extents.size() < export.contexts().size()) {
        throw wrong(request, "less than was asked for");
      }
    }
    request.complete();
  }

  private void dataChunk(NbdRequest request, long length) throws IOException {
    if (length <= Long.BYTES || length - Long.BYTES > request.length) {
      throw wrong(request, "a chunk of %d bytes".formatted(length));
    }
    long offset = in.readLong();
    int count = (int) (length - Long.BYTES);
    cover(request, offset, count);
    data(request, (int) (offset - request.offset), count);
  }

  private void data(NbdRequest request, int at, int count) throws IOException {
    int done = 0;
    while (done < count) {
      int part = Math.min(count - done, 16 * 1024);
      in.readFully(request.data, at + done, part);
      progress.run();
      done += part;
    }
  }

  private void holeChunk(NbdRequest request, long length) throws IOException {
    if (length != 12) {
      throw wrong(request, "a hole of a wrong form");
    }
    long offset = in.readLong();
    long count = in.readInt() & 0xffff_ffffL;
    cover(request, offset, count);
    request.hole(offset, count);
  }

  private static void cover(NbdRequest request, long offset, long count) throws IOException {
    if (request.command != NbdProtocol.CMD_READ
        || offset < request.offset
        || !request.coverage.add(offset - request.offset, count)) {
      throw wrong(request, "bytes that were not asked for, or came before");
    }
  }

  private void statusChunk(NbdRequest request, long length) throws IOException {
    long bytes = length - Integer.BYTES;
    if (request.command != NbdProtocol.CMD_BLOCK_STATUS
        || bytes < Extents.BYTES
        || bytes % Extents.BYTES != 0
        || bytes / Extents.BYTES > Extents.MOST) {
      throw wrong(request, "a block status of %d bytes".formatted(length));
    }
    Context context = export.contexts().get(in.readInt());
    if (context == null || request.extents.containsKey(context)) {
      throw wrong(request, "the status of a context that was not asked for, or came before");
    }
    int count = (int) (bytes / Extents.BYTES);
    request.extents.put(
        context, Extents.read(in, request.offset, request.length, count, context.mask()));
    progress.run();
  }

  private void errorChunk(NbdRequest request, int type, long length) throws IOException {
    int fixed = 6 + (type == NbdProtocol.CHUNK_ERROR_OFFSET ? Long.BYTES : 0);
    if (length < fixed
        || length > fixed + NbdProtocol.MAX_STRING
        || ++request.errors > MOST_ERRORS) {
      throw wrong(request, "an error of %d bytes".formatted(length));
    }
    byte[] body = new byte[(int) length];
    in.readFully(body);
    ByteBuffer buffer = ByteBuffer.wrap(body);
    int error = buffer.getInt();
    int text = buffer.getShort() & 0xffff;
    if (text > body.length - fixed || error == 0) {
      throw wrong(request, "an error of a wrong form");
    }
    String said = NbdText.shown(buffer.slice(buffer.position(), text));
    boolean placed = type == NbdProtocol.CHUNK_ERROR_OFFSET;
    request.error(error, placed ? buffer.getLong(6 + text) : request.offset, said);
  }

  private static NbdProtocolException wrong(NbdRequest request, String what) {
    return new NbdProtocolException(
        "%s at offset %d was answered with %s".formatted(request.name(), request.offset, what));
  }
}
