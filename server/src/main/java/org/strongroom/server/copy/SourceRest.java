package org.strongroom.server.copy;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.source.ImageSource;
import org.strongroom.storage.stream.BlockFilter;

/**
 * The rest of a copy, as one source has it. It ends where the source cannot be read any further:
 * what came is good for whoever goes on with another.
 */
final class SourceRest implements ImageSource {
  private static final Logger log = LoggerFactory.getLogger(SourceRest.class);

  private final InputStream file;
  private long left;
  private volatile @Nullable IOException failure;

  private SourceRest(InputStream file, long left) {
    this.file = file;
    this.left = left;
  }

  static SourceRest open(CopySources.Source source, long offset, long length)
      throws StorageException {
    InputStream file = source.driver().read(source.file(), offset);
    return new SourceRest(file, length - offset);
  }

  /** Why the source could not be read to its end. */
  Optional<IOException> failure() {
    return Optional.ofNullable(failure);
  }

  @Override
  public OptionalLong length() {
    return OptionalLong.empty(); // of what will come, nobody knows
  }

  @Override
  public InputStream stream() {
    return new BlockFilter(file) {
      @Override
      public int read(byte[] target, int offset, int count) {
        return next(target, offset, count);
      }
    };
  }

  private int next(byte[] target, int offset, int count) {
    if (left == 0 || failure != null) {
      return -1;
    }
    try {
      int came = file.read(target, offset, (int) Math.min(count, left));
      if (came < 0) {
        failure = new EOFException("it ends before its end");
      }
      left -= Math.max(came, 0);
      return came;
    } catch (IOException e) {
      failure = e;
      return -1;
    }
  }

  /** A line that broke while it was read may not be there to be closed: nobody needs it. */
  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      log.debug("what was read could not be closed", e);
    }
  }
}
