package org.strongroom.storage.driver.filesystem;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;

/**
 * Functions of the C library for what the JDK does not ask of files. It may not be usable: whoever
 * calls has another way then.
 */
final class LibC {
  static final StructLayout STATE = Linker.Option.captureStateLayout();
  static final VarHandle ERROR = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
  static final MethodHandle SEEK =
      function(
          "lseek",
          FunctionDescriptor.of(
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_INT),
          Linker.Option.captureCallState("errno"));

  private static final int READ_ONLY = 0;
  private static final int CLOSE_ON_EXEC = 0x80000;
  private static final int NO_LINKS =
      "aarch64".equals(System.getProperty("os.arch")) ? 0x8000 : 0x20000;
  private static final int BEGIN_WRITING = 2;

  private static final MethodHandle OPEN =
      function(
          "open",
          FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
          Linker.Option.firstVariadicArg(2));
  private static final MethodHandle CLOSE =
      function("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
  private static final MethodHandle SYNC_RANGE =
      function(
          "sync_file_range",
          FunctionDescriptor.of(
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_INT));

  private LibC() {}

  @SuppressWarnings("restricted") // whose use is allowed where the server is started
  private static MethodHandle function(
      String name, FunctionDescriptor type, Linker.Option... options) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().find(name).orElseThrow(), type, options);
  }

  /**
   * Opens a file whose last name is no link, to read or to be asked after.
   *
   * @return its descriptor, to be closed
   */
  static int open(Path file) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      int descriptor =
          (int)
              OPEN.invokeExact(
                  arena.allocateFrom(file.toString()), READ_ONLY | CLOSE_ON_EXEC | NO_LINKS);
      if (descriptor < 0) {
        throw new IOException(file + " cannot be opened");
      }
      return descriptor;
    } catch (IOException | RuntimeException e) {
      throw new IOException(e);
    } catch (Throwable e) {
      throw new IOException("the functions of the C library cannot be had", e);
    }
  }

  static void close(int descriptor) throws IOException {
    try {
      int result = (int) CLOSE.invokeExact(descriptor);
      if (result != 0) {
        throw new IOException("close failed");
      }
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Throwable e) {
      throw new IOException(e);
    }
  }

  /**
   * Has the system begin to bring a stretch of a file to its disk, which does not wait for the end
   * of it and promises nothing: whoever syncs the file later waits less.
   *
   * @return whether it has begun
   */
  static boolean beginWriting(Path file, long position, long length) {
    try {
      int descriptor = open(file);
      try {
        return (int) SYNC_RANGE.invokeExact(descriptor, position, length, BEGIN_WRITING) == 0;
      } finally {
        close(descriptor);
      }
    } catch (Throwable e) {
      return false;
    }
  }
}
