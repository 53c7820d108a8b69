package org.strongroom.storage.format;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A disk that is written to, at any offset. Not thread-safe. */
public interface DiskTarget extends Closeable {

  /** Bytes that it has. */
  long size();

  /**
   * Writes all bytes that remain in {@code source}. It may return before they are written: an error
   * then comes from a later call, {@link #flush()} at the latest.
   */
  void write(long position, ByteBuffer source) throws IOException;

  /** Makes a stretch read as zeros, without room where the target can; errors come as above. */
  void zeros(long position, long length) throws IOException;

  /** Waits until all is written and, where the target can say so, lies safe. */
  void flush() throws IOException;

  /** Ends. What was not flushed before may be lost. */
  @Override
  void close() throws IOException;
}
