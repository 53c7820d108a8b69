package org.strongroom.cli.progress;

/** Sees bytes pass. */
public interface ByteProgress extends AutoCloseable {
  /** So many more bytes have passed; less if it is a negative number. */
  void advance(long bytes);

  @Override
  void close();
}
