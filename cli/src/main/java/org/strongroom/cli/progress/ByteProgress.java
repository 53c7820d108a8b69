package org.strongroom.cli.progress;

/** Sees bytes pass. */
public interface ByteProgress extends AutoCloseable {
  /** So many more bytes have passed. */
  void advance(long bytes);

  @Override
  void close();
}
