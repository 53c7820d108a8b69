package org.strongroom.storage.nbd.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.strongroom.storage.format.ChangedBlocks;
import org.strongroom.storage.format.Disk;

/**
 * An export of an NBD server as a disk. Reads go on over a new connection when one breaks. Unlike
 * other disks it may be read by several threads at once: their requests go out together.
 *
 * <p>Of an export that is written to meanwhile, each read shows a moment of its own; what was zeros
 * when it was last asked for may be told as zeros afterwards.
 */
public final class NbdDisk implements Disk {
  /** Bytes that are asked about at once: few questions, and no server that searches for long. */
  private static final long LEAST_STATUS = 128L << 20;

  private static final long MOST_STATUS = 1L << 30;

  private final NbdLine line;
  private final ExportInfo export;
  private volatile @Nullable NbdRequest status;
  private volatile boolean withoutZeros;

  NbdDisk(NbdLine line) {
    this.line = line;
    this.export = line.export();
  }

  @Override
  public long size() {
    return export.size();
  }

  @Override
  public int read(long position, ByteBuffer target) throws IOException {
    if (position < 0) {
      throw new IllegalArgumentException("position " + position);
    }
    if (position >= size()) {
      return -1;
    }
    long piece = Pieces.most(export);
    long most = Math.min(target.remaining(), NbdConnection.IN_FLIGHT * piece - export.leastBlock());
    int wanted = (int) Math.min(most, size() - position);
    if (wanted == 0) {
      return 0;
    }
    long from = position - position % export.leastBlock();
    long to = roundedUp(position + wanted);
    List<NbdRequest> replies =
        line.exchange(connection -> {
          List<NbdRequest> requests = new ArrayList<>();
          for (Pieces.Piece each : Pieces.of(from, to, piece, export)) {
            NbdRequest request = NbdRequest.read(each.offset(), each.length());
            connection.submit(request);
            requests.add(request);
          }
          for (NbdRequest request : requests) {
            connection.await(request);
          }
          return requests;
        });
    for (NbdRequest reply : replies) {
      int start = (int) Math.max(0, position - reply.offset);
      int end = (int) Math.min(reply.length, position + wanted - reply.offset);
      target.put(reply.data, start, end - start);
    }
    return wanted;
  }

  private long roundedUp(long position) {
    long over = position % export.leastBlock();
    return over == 0 ? position : position + export.leastBlock() - over;
  }

  @Override
  public Run run(long position, long most) throws IOException {
    long wanted = wanted(position, most);
    if (withoutZeros || !export.contexts().containsValue(Context.ZEROS)) {
      return new Run(false, wanted);
    }
    try {
      Stretch stretch = stretch(Context.ZEROS, position, wanted);
      return new Run(stretch.state(), stretch.length());
    } catch (NbdRefusedException e) {
      withoutZeros = true; // what is not known to be zeros is read
      return new Run(false, wanted);
    }
  }

  /**
   * Blocks that changed by the bitmap that was named when the export was opened, if it is there.
   */
  public Optional<ChangedBlocks> changes() {
    return export.contexts().containsValue(Context.CHANGES)
        ? Optional.of(this::changed)
        : Optional.empty();
  }

  private boolean changed(long position, long length) throws IOException {
    long end = position + wanted(position, length);
    for (long at = position; at < end; ) {
      Stretch stretch = stretch(Context.CHANGES, at, end - at);
      if (stretch.state()) {
        return true;
      }
      at += stretch.length();
    }
    return false;
  }

  private long wanted(long position, long most) {
    if (position < 0 || position >= size() || most < 1) {
      throw new IllegalArgumentException("position %d, most %d".formatted(position, most));
    }
    return Math.min(most, size() - position);
  }

  private record Stretch(boolean state, long length) {}

  private Stretch stretch(Context context, long position, long wanted) throws IOException {
    Extents known = extents(context, position);
    if (known == null) {
      ask(position, wanted);
      known = extents(context, position);
    }
    if (known == null) {
      throw new IOException("the block status at offset %d is not told".formatted(position));
    }
    int number = known.at(position);
    long length = Math.min(wanted, known.end(number) - position);
    return new Stretch(known.state(number) != 0, length);
  }

  private @Nullable Extents extents(Context context, long position) {
    NbdRequest last = status;
    Extents known = last == null ? null : last.extents.get(context);
    return known == null || known.at(position) < 0 ? null : known;
  }

  private void ask(long position, long wanted) throws IOException {
    long from = position - position % export.leastBlock();
    long length = Math.clamp(wanted, LEAST_STATUS, MOST_STATUS);
    int asked = (int) Math.min(length, size() - from);
    status =
        line.exchange(connection -> {
          NbdRequest request = NbdRequest.status(from, asked);
          connection.submit(request);
          return connection.await(request);
        });
  }

  /** There is nothing to follow: the server has the image. */
  @Override
  public void check() {}

  @Override
  public void close() {
    line.close();
  }
}
