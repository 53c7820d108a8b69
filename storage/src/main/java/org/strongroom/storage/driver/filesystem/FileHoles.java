package org.strongroom.storage.driver.filesystem;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import org.strongroom.storage.SparseSource.Stretch;

/**
 * Where a file has holes, as its file system tells by {@code lseek}; the JDK does not ask. Calls
 * may hang as all calls of files do, so they are for a lane.
 */
final class FileHoles {
  private static final int SEEK_DATA = 3;
  private static final int SEEK_HOLE = 4;
  private static final int ENXIO = 6;

  /** Short holes that are passed over for one answer: a file may have millions. */
  private static final int MOST_STEPS = 256;

  private final int descriptor;

  private FileHoles(int descriptor) {
    this.descriptor = descriptor;
  }

  /**
   * Opens a file whose last name is no link.
   *
   * @throws IOException if that cannot be, here or at all: the file is read whole then
   */
  static FileHoles open(Path file) throws IOException {
    try {
      return new FileHoles(LibC.open(file));
    } catch (LinkageError e) {
      throw new IOException("the functions of the C library cannot be had", e);
    }
  }

  /** By which the JDK opens the very same file, whatever has taken its name meanwhile. */
  Path path() {
    return Path.of("/proc/self/fd/" + descriptor);
  }

  /** As {@link org.strongroom.storage.SparseSource#stretch}. */
  Stretch stretch(long position, long most, int shortest) throws IOException {
    long end = position + most;
    long data = seek(position, SEEK_DATA, end);
    if (data >= end || data - position >= shortest) {
      return new Stretch(true, Math.min(data, end) - position);
    }
    long hole = seek(data, SEEK_HOLE, end);
    for (int step = 0; hole < end && step < MOST_STEPS; step++) {
      long next = seek(hole, SEEK_DATA, end);
      if (next - hole >= shortest || next >= end) {
        break;
      }
      hole = seek(next, SEEK_HOLE, end);
    }
    return new Stretch(false, Math.min(hole, end) - position);
  }

  /** Where data or a hole begins; {@code end} if there is none any more. */
  private long seek(long position, int what, long end) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(LibC.STATE);
      long found = (long) LibC.SEEK.invokeExact(state, descriptor, position, what);
      if (found >= 0) {
        return found;
      }
      int error = (int) LibC.ERROR.get(state, 0L);
      if (error == ENXIO && what == SEEK_DATA) {
        return end;
      }
      throw new IOException("lseek failed with the error " + error);
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Throwable e) {
      throw new IOException(e);
    }
  }

  void close() throws IOException {
    LibC.close(descriptor);
  }
}
