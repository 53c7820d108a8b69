package org.strongroom.storage.nbd.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.strongroom.storage.format.Disk;
import org.strongroom.storage.format.DiskTarget;
import org.strongroom.storage.nbd.wire.NbdProtocol;

/**
 * An export that is written to. Several writes are under way at once. A line that breaks is not
 * made anew: a server that went down may have lost what it had acknowledged, so all has to be
 * written again.
 */
public final class NbdTarget implements DiskTarget {
  private static final byte[] ZEROS = new byte[Pieces.MOST];

  private final NbdLine line;
  private final ExportInfo export;
  private final NbdDisk disk;
  private final Deque<NbdRequest> underWay = new ArrayDeque<>();

  NbdTarget(NbdLine line) {
    this.line = line;
    this.export = line.export();
    this.disk = new NbdDisk(line);
  }

  @Override
  public long size() {
    return export.size();
  }

  /**
   * The same export over the same connection, for servers that take one client at a time. Closed
   * with the target. What was written and not flushed may be read as it was before.
   */
  public Disk disk() {
    return disk;
  }

  @Override
  public void write(long position, ByteBuffer source) throws IOException {
    int length = source.remaining();
    check(position, length);
    if (length == 0) {
      return;
    }
    long from = position - position % export.leastBlock();
    long to = roundedUp(position + length);
    if (from == position && to == position + length) {
      aligned(position, source);
      return;
    }
    // Whole blocks only: what lies beside the bytes is written as it was.
    awaitAll();
    ByteBuffer blocks = ByteBuffer.allocate(Math.toIntExact(to - from));
    while (blocks.hasRemaining()) {
      disk.read(from + blocks.position(), blocks);
    }
    blocks.position((int) (position - from)).put(source);
    aligned(from, blocks.rewind());
  }

  private void aligned(long position, ByteBuffer source) throws IOException {
    long end = position + source.remaining();
    for (Pieces.Piece each : Pieces.of(position, end, Pieces.most(export), export)) {
      byte[] bytes = new byte[each.length()];
      source.get(bytes);
      submit(NbdRequest.write(each.offset(), bytes));
    }
  }

  @Override
  public void zeros(long position, long length) throws IOException {
    check(position, length);
    long end = position + length;
    long from = Math.min(end, roundedUp(position));
    long to = Math.max(from, end - end % export.leastBlock());
    write(position, ByteBuffer.wrap(ZEROS, 0, (int) (from - position)));
    boolean known = export.has(NbdProtocol.FLAG_SEND_WRITE_ZEROES);
    for (Pieces.Piece each :
        Pieces.of(from, to, known ? Pieces.MOST_ZEROS : Pieces.most(export), export)) {
      if (known) {
        submit(NbdRequest.zeros(each.offset(), each.length()));
      } else {
        aligned(each.offset(), ByteBuffer.wrap(ZEROS, 0, each.length()));
      }
    }
    write(to, ByteBuffer.wrap(ZEROS, 0, (int) (end - to)));
  }

  private void check(long position, long length) {
    if (position < 0 || length < 0 || position > size() - length) {
      throw new IllegalArgumentException(
          "position %d, length %d of %d".formatted(position, length, size()));
    }
  }

  private long roundedUp(long position) {
    long over = position % export.leastBlock();
    return over == 0 ? position : position + export.leastBlock() - over;
  }

  private void submit(NbdRequest request) throws IOException {
    // Servers take requests in any order: the later of two to one place has to wait.
    boolean clash = underWay.stream().anyMatch(request::overlaps);
    while (underWay.size() >= NbdConnection.IN_FLIGHT || (clash && !underWay.isEmpty())) {
      await(underWay.remove());
    }
    line.exchange(connection -> {
      connection.submit(request);
      return request;
    });
    underWay.add(request);
  }

  private void await(NbdRequest request) throws IOException {
    line.exchange(connection -> connection.await(request));
  }

  private void awaitAll() throws IOException {
    while (!underWay.isEmpty()) {
      await(underWay.remove());
    }
  }

  /** Waits for all writes; lies safe only where the server knows how to flush. */
  @Override
  public void flush() throws IOException {
    awaitAll();
    if (export.has(NbdProtocol.FLAG_SEND_FLUSH)) {
      submit(NbdRequest.flush());
      awaitAll();
    }
  }

  @Override
  public void close() {
    line.close();
  }
}
