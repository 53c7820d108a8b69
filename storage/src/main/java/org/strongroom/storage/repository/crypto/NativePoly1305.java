package org.strongroom.storage.repository.crypto;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.Optional;

/**
 * Poly1305 as the machine's own OpenSSL has it, with the vector instructions of the processor:
 * three to four times as fast as {@link Poly1305}, which took more of a backup's CPU than anything
 * else, and for which the JDK has no instructions. Where there is no such library, or where it says
 * something else than {@link Poly1305}, that does it. Thread-safe.
 */
final class NativePoly1305 {
  /** Bytes below which a call of the library costs more than it spares. */
  static final int WORTH = 16 << 10;

  private static final String LIBRARY = "libcrypto.so.3";

  /** Bytes of a call: while one runs on an array, the garbage collector waits for it. */
  private static final int PIECE = 64 << 10;

  private static final int KEY = 32;

  private static final Optional<NativePoly1305> FOUND = found();

  private final MemorySegment algorithm;
  private final MethodHandle newContext;
  private final MethodHandle init;
  private final MethodHandle update;
  private final MethodHandle end;
  private final MethodHandle free;

  @SuppressWarnings("restricted") // whose use is allowed where the server is started
  private NativePoly1305(SymbolLookup library) throws Throwable {
    Linker linker = Linker.nativeLinker();
    var address = ValueLayout.ADDRESS;
    var number = ValueLayout.JAVA_INT;
    var size = ValueLayout.JAVA_LONG;
    MethodHandle fetch =
        linker.downcallHandle(
            library.findOrThrow("EVP_MAC_fetch"),
            FunctionDescriptor.of(address, address, address, address));
    newContext =
        linker.downcallHandle(
            library.findOrThrow("EVP_MAC_CTX_new"), FunctionDescriptor.of(address, address));
    init =
        linker.downcallHandle(
            library.findOrThrow("EVP_MAC_init"),
            FunctionDescriptor.of(number, address, address, size, address),
            Linker.Option.critical(true));
    update =
        linker.downcallHandle(
            library.findOrThrow("EVP_MAC_update"),
            FunctionDescriptor.of(number, address, address, size),
            Linker.Option.critical(true));
    end =
        linker.downcallHandle(
            library.findOrThrow("EVP_MAC_final"),
            FunctionDescriptor.of(number, address, address, address, size),
            Linker.Option.critical(true));
    free =
        linker.downcallHandle(
            library.findOrThrow("EVP_MAC_CTX_free"), FunctionDescriptor.ofVoid(address));
    algorithm =
        (MemorySegment)
            fetch.invokeExact(
                MemorySegment.NULL, Arena.global().allocateFrom("POLY1305"), MemorySegment.NULL);
    if (algorithm.equals(MemorySegment.NULL)) {
      throw new IllegalStateException(LIBRARY + " has no Poly1305");
    }
  }

  /** That of this machine, if it has one that can be used. */
  static Optional<NativePoly1305> ofThisMachine() {
    return FOUND;
  }

  @SuppressWarnings("restricted")
  private static Optional<NativePoly1305> found() {
    try {
      return of(SymbolLookup.libraryLookup(LIBRARY, Arena.global()));
    } catch (RuntimeException | LinkageError e) {
      return Optional.empty(); // another system
    }
  }

  /** That of a library, if it can be used. */
  static Optional<NativePoly1305> of(SymbolLookup library) {
    try {
      var found = new NativePoly1305(library);
      return found.agrees() ? Optional.of(found) : Optional.empty();
    } catch (Throwable e) {
      return Optional.empty(); // an older library, one without this algorithm
    }
  }

  /** Whether it gives what {@link Poly1305} does for a message of several pieces and a rest. */
  private boolean agrees() {
    byte[] r = {1, 2, 3, 4, 4, 6, 7, 8, 8, 10, 11, 12, 12, 14, 15, 0};
    byte[] s = {-1, -2, -3, -4, -5, -6, -7, -8, 8, 7, 6, 5, 4, 3, 2, 1};
    byte[] message = new byte[2 * PIECE + 13];
    for (int i = 0; i < message.length; i++) {
      message[i] = (byte) ((i * i) >>> 3);
    }
    byte[] expected = new byte[Poly1305.TAG];
    byte[] given = new byte[Poly1305.TAG];
    Poly1305.tag(r, s, message, 1, message.length - 1, expected, 0);
    tag(r, s, message, 1, message.length - 1, given, 0);
    return Arrays.equals(expected, given);
  }

  /** As {@link Poly1305#tag}. */
  void tag(
      byte[] r, byte[] s, byte[] message, int offset, int length, byte[] target, int targetOffset) {
    byte[] key = new byte[KEY];
    System.arraycopy(r, 0, key, 0, r.length);
    System.arraycopy(s, 0, key, r.length, s.length);
    try {
      var context = (MemorySegment) newContext.invokeExact(algorithm);
      if (context.equals(MemorySegment.NULL)) {
        Poly1305.tag(r, s, message, offset, length, target, targetOffset);
        return;
      }
      try {
        require(
            (int)
                init.invokeExact(
                    context, MemorySegment.ofArray(key), (long) KEY, MemorySegment.NULL));
        MemorySegment bytes = MemorySegment.ofArray(message).asSlice(offset, length);
        for (int done = 0; done < length; done += PIECE) {
          int some = Math.min(PIECE, length - done);
          require((int) update.invokeExact(context, bytes.asSlice(done, some), (long) some));
        }
        require(
            (int)
                end.invokeExact(
                    context,
                    MemorySegment.ofArray(target).asSlice(targetOffset, Poly1305.TAG),
                    MemorySegment.ofArray(new long[1]),
                    (long) Poly1305.TAG));
      } finally {
        free.invokeExact(context);
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  private static void require(int success) {
    if (success != 1) {
      throw new IllegalStateException("OpenSSL does not take what a tag is made of");
    }
  }
}
