package org.strongroom.storage.nbd.server;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strongroom.storage.format.Disk;
import org.strongroom.storage.nbd.wire.NbdError;
import org.strongroom.storage.nbd.wire.NbdProtocol;
import org.strongroom.storage.nbd.wire.NbdProtocolException;
import org.strongroom.storage.nbd.wire.NbdStream;

/**
 * Requests and their replies, one after the other: what a caller has sent in advance waits in its
 * connection, so that it takes one buffer of this server, however much it asks for.
 */
final class Transmission {
  /** Bytes that one request may be about. */
  static final int MOST_BYTES = 32 << 20;

  /** Bytes of one chunk of a reply. */
  private static final int CHUNK = 256 * 1024;

  /** Stretches that one answer tells of. */
  private static final int MOST_STRETCHES = 4096;

  private static final int READ_FLAGS = 1 | NbdProtocol.CMD_FLAG_DF;
  private static final int STATUS_FLAGS = 1 | NbdProtocol.CMD_FLAG_REQ_ONE;
  private static final Logger LOG = LoggerFactory.getLogger(Transmission.class);

  private final DataInputStream in;
  private final DataOutputStream out;
  private final Disk disk;
  private final Agreed agreed;
  private final Bounds bounds;
  private final Duration stall;
  private final ByteBuffer buffer = ByteBuffer.allocate(CHUNK);

  Transmission(NbdStream stream, Disk disk, Agreed agreed, Bounds bounds, Duration stall) {
    this.in = stream.in();
    this.out = stream.out();
    this.disk = disk;
    this.agreed = agreed;
    this.bounds = bounds;
    this.stall = stall;
  }

  private record Request(int flags, int command, long cookie, long offset, long length) {
    long end() {
      return offset + length;
    }
  }

  /** Answers until the caller says good-bye or goes. */
  void run() throws IOException {
    for (int first = in.read(); first >= 0; first = in.read()) {
      bounds.begin(stall);
      Request request = request(first);
      if (request.command == NbdProtocol.CMD_DISC) {
        return;
      }
      if (request.command == NbdProtocol.CMD_WRITE) {
        if (request.length > MOST_BYTES) {
          throw new NbdProtocolException("a write of too many bytes came");
        }
        in.skipNBytes(request.length);
      }
      bounds.end();
      answer(request);
      if (in.available() == 0) {
        flush();
      }
    }
  }

  private Request request(int first) throws IOException {
    int magic =
        first << 24
            | in.readUnsignedByte() << 16
            | in.readUnsignedByte() << 8
            | in.readUnsignedByte();
    if (magic != NbdProtocol.REQUEST) {
      throw new NbdProtocolException("what came is no request");
    }
    return new Request(
        in.readUnsignedShort(),
        in.readUnsignedShort(),
        in.readLong(),
        in.readLong(),
        in.readInt() & 0xffff_ffffL);
  }

  private void answer(Request request) throws IOException {
    switch (request.command) {
      case NbdProtocol.CMD_READ -> {
        if (!within(request) || (request.flags & ~READ_FLAGS) != 0) {
          error(request, NbdError.EINVAL);
        } else if (request.length > MOST_BYTES) {
          error(request, NbdError.EOVERFLOW);
        } else if (!agreed.structured()) {
          plainRead(request);
        } else if ((request.flags & NbdProtocol.CMD_FLAG_DF) == 0) {
          read(request);
        } else if (request.length > CHUNK) {
          error(request, NbdError.EOVERFLOW);
        } else {
          wholeRead(request);
        }
      }
      case NbdProtocol.CMD_BLOCK_STATUS -> {
        if (!agreed.allocation() || !within(request) || (request.flags & ~STATUS_FLAGS) != 0) {
          error(request, NbdError.EINVAL);
        } else {
          status(request);
        }
      }
      case NbdProtocol.CMD_WRITE, NbdProtocol.CMD_TRIM, NbdProtocol.CMD_WRITE_ZEROES ->
          error(request, NbdError.EPERM);
      default -> error(request, NbdError.EINVAL);
    }
  }

  private boolean within(Request request) {
    return request.length > 0
        && request.offset >= 0
        && request.length <= disk.size()
        && request.offset <= disk.size() - request.length;
  }

  /** Zeros go as holes, and all else as it is read. */
  private void read(Request request) throws IOException {
    long at = request.offset;
    while (at < request.end()) {
      Disk.Run run;
      try {
        run = disk.run(at, request.end() - at);
        if (!run.zero()) {
          fill(at, (int) Math.min(CHUNK, run.length()));
        }
      } catch (IOException | RuntimeException e) {
        failed(request, at, e);
        return;
      }
      long length = run.zero() ? run.length() : buffer.remaining();
      at += length;
      int flags = at == request.end() ? NbdProtocol.REPLY_DONE : 0;
      if (run.zero()) {
        hole(request, flags, at - length, length);
      } else {
        data(request, flags, at - length);
      }
    }
  }

  /** In one chunk, as the caller wants it. */
  private void wholeRead(Request request) throws IOException {
    try {
      fill(request.offset, (int) request.length);
    } catch (IOException | RuntimeException e) {
      failed(request, request.offset, e);
      return;
    }
    data(request, NbdProtocol.REPLY_DONE, request.offset);
  }

  /** For callers that know no chunks: an error after the beginning can only be the end. */
  private void plainRead(Request request) throws IOException {
    long at = request.offset;
    while (at < request.end()) {
      try {
        fill(at, (int) Math.min(CHUNK, request.end() - at));
      } catch (IOException | RuntimeException e) {
        LOG.warn("reading at {} for an NBD export failed: {}", at, e.toString());
        if (at > request.offset) {
          throw new IOException("the disk failed in the middle of a reply", e);
        }
        error(request, NbdError.EIO);
        return;
      }
      if (at == request.offset) {
        simple(request, 0);
      }
      at += buffer.remaining();
      sendBuffer();
    }
  }

  private void fill(long at, int length) throws IOException {
    buffer.clear().limit(length);
    while (buffer.hasRemaining()) {
      if (disk.read(at + buffer.position(), buffer) < 0) {
        throw new IOException("the disk ends before its end");
      }
    }
    buffer.flip();
  }

  private void status(Request request) throws IOException {
    boolean one = (request.flags & NbdProtocol.CMD_FLAG_REQ_ONE) != 0;
    buffer.clear();
    try {
      long at = request.offset;
      int stretches = 0;
      while (at < request.end() && stretches < (one ? 1 : MOST_STRETCHES)) {
        Disk.Run run = disk.run(at, request.end() - at);
        at += run.length();
        buffer.putInt((int) run.length());
        buffer.putInt(run.zero() ? NbdProtocol.STATE_HOLE | NbdProtocol.STATE_ZERO : 0);
        stretches++;
      }
    } catch (IOException | RuntimeException e) {
      failed(request, request.offset, e);
      return;
    }
    buffer.flip();
    chunk(
        request,
        NbdProtocol.REPLY_DONE,
        NbdProtocol.CHUNK_BLOCK_STATUS,
        Integer.BYTES + buffer.remaining());
    out.writeInt(Negotiation.CONTEXT);
    sendBuffer();
  }

  private void hole(Request request, int flags, long at, long length) throws IOException {
    chunk(request, flags, NbdProtocol.CHUNK_HOLE, Long.BYTES + Integer.BYTES);
    out.writeLong(at);
    out.writeInt((int) length);
    bounds.end();
  }

  private void data(Request request, int flags, long at) throws IOException {
    chunk(request, flags, NbdProtocol.CHUNK_DATA, Long.BYTES + buffer.remaining());
    out.writeLong(at);
    sendBuffer();
  }

  private void sendBuffer() throws IOException {
    bounds.begin(stall);
    out.write(buffer.array(), 0, buffer.limit());
    bounds.end();
  }

  private void flush() throws IOException {
    bounds.begin(stall);
    out.flush();
    bounds.end();
  }

  private void failed(Request request, long at, Exception failure) throws IOException {
    LOG.warn("reading at {} for an NBD export failed: {}", at, failure.toString());
    chunk(request, NbdProtocol.REPLY_DONE, NbdProtocol.CHUNK_ERROR_OFFSET, 6 + Long.BYTES);
    out.writeInt(NbdError.EIO.number());
    out.writeShort(0);
    out.writeLong(at);
    bounds.end();
  }

  private void error(Request request, NbdError error) throws IOException {
    if (!agreed.structured()) {
      simple(request, error.number());
      return;
    }
    chunk(request, NbdProtocol.REPLY_DONE, NbdProtocol.CHUNK_ERROR, 6);
    out.writeInt(error.number());
    out.writeShort(0);
    bounds.end();
  }

  private void simple(Request request, int error) throws IOException {
    bounds.begin(stall);
    out.writeInt(NbdProtocol.SIMPLE_REPLY);
    out.writeInt(error);
    out.writeLong(request.cookie);
    bounds.end();
  }

  private void chunk(Request request, int flags, int type, int length) throws IOException {
    bounds.begin(stall);
    out.writeInt(NbdProtocol.STRUCTURED_REPLY);
    out.writeShort(flags);
    out.writeShort(type);
    out.writeLong(request.cookie);
    out.writeInt(length);
  }
}
