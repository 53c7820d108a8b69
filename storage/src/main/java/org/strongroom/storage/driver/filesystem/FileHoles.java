package org.strongroom.storage.driver.filesystem;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import org.strongroom.storage.SparseSource.Stretch;

/**
 * Where a file has holes, as its file system tells by {@code lseek}; the JDK does not ask. Calls
 * may hang as all calls of files do, so they are for a lane.
 */
final class FileHoles {
  private static final int READ_ONLY = 0;
  private static final int CLOSE_ON_EXEC = 0x80000;
  private static final int NO_LINKS =
      "aarch64".equals(System.getProperty("os.arch")) ? 0x8000 : 0x20000;
  private static final int SEEK_DATA = 3;
  private static final int SEEK_HOLE = 4;
  private static final int ENXIO = 6;

  /** Short holes that are passed over for one answer: a file may have millions. */
  private static final int MOST_STEPS = 256;

  /** The functions of the C library; a class of its own, since it may not be usable. */
  private static final class C {
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERROR =
        STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final MethodHandle OPEN =
        function(
            "open",
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
            Linker.Option.firstVariadicArg(2));
    private static final MethodHandle SEEK =
        function(
            "lseek",
            FunctionDescriptor.of(
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_INT),
            Linker.Option.captureCallState("errno"));
    private static final MethodHandle CLOSE =
        function("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

    @SuppressWarnings("restricted") // whose use is allowed where the server is started
    private static MethodHandle function(
        String name, FunctionDescriptor type, Linker.Option... options) {
      Linker linker = Linker.nativeLinker();
      return linker.downcallHandle(linker.defaultLookup().find(name).orElseThrow(), type, options);
    }
  }

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
    try (Arena arena = Arena.ofConfined()) {
      int descriptor =
          (int)
              C.OPEN.invokeExact(
                  arena.allocateFrom(file.toString()), READ_ONLY | CLOSE_ON_EXEC | NO_LINKS);
      if (descriptor < 0) {
        throw new IOException(file + " cannot be opened");
      }
      return new FileHoles(descriptor);
    } catch (IOException | RuntimeException e) {
      throw new IOException(e);
    } catch (Throwable e) {
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
      MemorySegment state = arena.allocate(C.STATE);
      long found = (long) C.SEEK.invokeExact(state, descriptor, position, what);
      if (found >= 0) {
        return found;
      }
      int error = (int) C.ERROR.get(state, 0L);
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
    try {
      int result = (int) C.CLOSE.invokeExact(descriptor);
      if (result != 0) {
        throw new IOException("close failed");
      }
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Throwable e) {
      throw new IOException(e);
    }
  }
}
