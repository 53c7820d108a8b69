package org.strongroom.storage.ova;

import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.strongroom.storage.stream.BlockStream;

/** The pieces of a file, each opened when the one before it has been read to its end. */
final class PieceStreams extends BlockStream {
  private final Iterator<Opening> waiting;
  private @Nullable InputStream current;

  /** Opens a piece. */
  @FunctionalInterface
  interface Opening {
    InputStream open() throws IOException;
  }

  PieceStreams(List<Opening> pieces) {
    waiting = List.copyOf(pieces).iterator();
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    while (true) {
      InputStream piece = current;
      if (piece == null) {
        if (!waiting.hasNext()) {
          return length == 0 ? 0 : -1;
        }
        piece = waiting.next().open();
        current = piece;
      }
      int count = piece.read(target, offset, length);
      if (count >= 0) {
        return count;
      }
      close();
    }
  }

  @Override
  public void close() throws IOException {
    InputStream piece = current;
    current = null;
    if (piece != null) {
      piece.close();
    }
  }
}
