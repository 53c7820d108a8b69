package org.strongroom.storage.nbd.client;

import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.strongroom.storage.nbd.wire.NbdError;
import org.strongroom.storage.nbd.wire.NbdProtocol;

/** One request, and what has come of its reply; the thread that reads replies fills it in. */
final class NbdRequest {
  private static final byte[] NOTHING = new byte[0];

  final int command;
  final long offset;

  /** Bytes that it is about. */
  final int length;

  /** What it sends. */
  final byte[] payload;

  /** What a read got. */
  final byte[] data;

  final Coverage coverage;
  final CompletableFuture<NbdRequest> done = new CompletableFuture<>();
  final Map<Context, Extents> extents = new EnumMap<>(Context.class);
  int errors;
  private @Nullable NbdRefusedException error;

  private NbdRequest(int command, long offset, int length, byte[] payload, byte[] data) {
    this.command = command;
    this.offset = offset;
    this.length = length;
    this.payload = payload;
    this.data = data;
    this.coverage = new Coverage(length);
  }

  static NbdRequest read(long offset, int length) {
    return new NbdRequest(NbdProtocol.CMD_READ, offset, length, NOTHING, new byte[length]);
  }

  /** Writes bytes, which must stay as they are until it is done. */
  static NbdRequest write(long offset, byte[] payload) {
    return new NbdRequest(NbdProtocol.CMD_WRITE, offset, payload.length, payload, NOTHING);
  }

  static NbdRequest zeros(long offset, int length) {
    return new NbdRequest(NbdProtocol.CMD_WRITE_ZEROES, offset, length, NOTHING, NOTHING);
  }

  static NbdRequest status(long offset, int length) {
    return new NbdRequest(NbdProtocol.CMD_BLOCK_STATUS, offset, length, NOTHING, NOTHING);
  }

  static NbdRequest flush() {
    return new NbdRequest(NbdProtocol.CMD_FLUSH, 0, 0, NOTHING, NOTHING);
  }

  boolean overlaps(NbdRequest other) {
    return offset < other.offset + other.length && other.offset < offset + length;
  }

  void send(DataOutputStream out, long cookie) throws IOException {
    out.writeInt(NbdProtocol.REQUEST);
    out.writeShort(0);
    out.writeShort(command);
    out.writeLong(cookie);
    out.writeLong(offset);
    out.writeInt(length);
    out.write(payload);
  }

  /** Bytes of zeros that are part of the reply. */
  void hole(long at, long count) {
    Arrays.fill(data, (int) (at - offset), (int) (at - offset + count), (byte) 0);
  }

  /** The first error counts. */
  void error(int number, long at, String text) {
    if (error == null) {
      error =
          new NbdRefusedException(
              "%s of %d bytes at offset %d failed with %s%s%s"
                  .formatted(
                      name(),
                      length,
                      offset,
                      NbdError.name(number),
                      at == offset ? "" : " at offset " + at,
                      text.isEmpty() ? "" : " (" + text + ")"));
    }
  }

  boolean failed() {
    return error != null;
  }

  void complete() {
    if (error != null) {
      done.completeExceptionally(error);
    } else {
      done.complete(this);
    }
  }

  String name() {
    return switch (command) {
      case NbdProtocol.CMD_READ -> "a read";
      case NbdProtocol.CMD_WRITE -> "a write";
      case NbdProtocol.CMD_WRITE_ZEROES -> "a write of zeros";
      case NbdProtocol.CMD_FLUSH -> "a flush";
      case NbdProtocol.CMD_BLOCK_STATUS -> "a question for the block status";
      default -> String.format(Locale.ROOT, "command %d", command);
    };
  }
}
