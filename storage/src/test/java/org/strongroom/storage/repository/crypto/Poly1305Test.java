package org.strongroom.storage.repository.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import org.bouncycastle.crypto.params.KeyParameter;
import org.junit.jupiter.api.Test;

/** Against the figures of RFC 8439, and against another implementation. */
final class Poly1305Test {
  private static final int TAG = 16;

  @Test
  void theExampleOfTheRfcComesOut() {
    String key = "85d6be7857556d337f4452fe42d506a80103808afb0db2fd4abff6af4149f51b";
    assertThat(tag(hex(key), "Cryptographic Forum Research Group".getBytes(US_ASCII)))
        .isEqualTo(hex("a8061dc1305136c6c22b8baf0c0127a9"));
  }

  /** RFC 8439, appendix A.3, from number 7 on: sums next to 2^130 - 5 and to 2^128. */
  @Test
  void sumsNextToTheModulusAreReduced() {
    String two = "02" + "00".repeat(15);
    String zero = "00".repeat(16);
    String ones = "ff".repeat(16);
    String one = "01" + "00".repeat(15);
    assertThat(tag(hex(two + zero), hex(ones))).isEqualTo(hex("03" + "00".repeat(15)));
    assertThat(tag(hex(two + ones), hex(two))).isEqualTo(hex("03" + "00".repeat(15)));
    assertThat(tag(hex(one + zero), hex(ones + "f0" + "ff".repeat(15) + "11" + "00".repeat(15))))
        .isEqualTo(hex("05" + "00".repeat(15)));
    assertThat(tag(hex(one + zero), hex(ones + "fb" + "fe".repeat(15) + "01".repeat(16))))
        .isEqualTo(hex(zero));
    assertThat(tag(hex(two + zero), hex("fd" + "ff".repeat(15))))
        .isEqualTo(hex("fa" + "ff".repeat(15)));
    String key = "01" + "00".repeat(7) + "04" + "00".repeat(7) + zero;
    assertThat(
            tag(
                hex(key),
                hex(
                    "e33594d7505e43b900000000000000003394d7505e4379cd01000000000000000000000000000000"
                        + "000000000000000001000000000000000000000000000000")))
        .isEqualTo(hex("14000000000000005500000000000000"));
  }

  @Test
  void lengthsOfAllKindsGiveWhatAnotherImplementationGives() {
    var random = new Random(1);
    for (int round = 0; round < 2_000; round++) {
      byte[] key = new byte[32];
      random.nextBytes(key);
      byte[] message = new byte[random.nextInt(round < 1_000 ? 70 : 5_000)];
      if (round % 3 == 0) {
        Arrays.fill(message, (byte) -1);
      } else {
        random.nextBytes(message);
      }
      var other = new org.bouncycastle.crypto.macs.Poly1305();
      other.init(new KeyParameter(key));
      other.update(message, 0, message.length);
      byte[] expected = new byte[TAG];
      other.doFinal(expected, 0);
      assertThat(tag(key, message)).isEqualTo(expected);
    }
  }

  /** Debian's OpenSSL 3, which the tests of object stores need as well. */
  @Test
  void theLibraryOfThisMachineIsThereAndGivesTheSameInPieces() {
    NativePoly1305 fast = NativePoly1305.ofThisMachine().orElseThrow();
    var random = new Random(2);
    byte[] key = new byte[32];
    byte[] message = new byte[300_000];
    for (int length : new int[] {0, 1, 16, 65_535, 65_536, 65_537, 131_072, 299_990}) {
      random.nextBytes(key);
      random.nextBytes(message);
      byte[] r = masked(key);
      byte[] s = Arrays.copyOfRange(key, 16, 32);
      byte[] expected = new byte[TAG + 2];
      byte[] given = new byte[TAG + 2];
      Poly1305.tag(r, s, message, 7, length, expected, 1);
      fast.tag(r, s, message, 7, length, given, 1);
      assertThat(given).isEqualTo(expected);
    }
  }

  /** The functions of this machine's library, but for one. */
  private static SymbolLookup instead(String name, Optional<MemorySegment> function) {
    SymbolLookup all = SymbolLookup.libraryLookup("libcrypto.so.3", Arena.global());
    return asked -> asked.equals(name) ? function : all.find(asked);
  }

  private static MemorySegment function(String name, FunctionDescriptor descriptor)
      throws ReflectiveOperationException {
    MethodHandle target =
        MethodHandles.lookup().findStatic(Poly1305Test.class, name, descriptor.toMethodType());
    return Linker.nativeLinker().upcallStub(target, descriptor, Arena.global());
  }

  static MemorySegment noContext(MemorySegment algorithm) {
    return MemorySegment.NULL;
  }

  @Test
  void aLibraryThatHasNoMemoryForAContextIsDoneWithout() throws ReflectiveOperationException {
    MemorySegment none =
        function("noContext", FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.ADDRESS));
    NativePoly1305 poor =
        NativePoly1305.of(instead("EVP_MAC_CTX_new", Optional.of(none))).orElseThrow();
    byte[] key = new byte[32];
    byte[] message = new byte[70_000];
    new Random(3).nextBytes(key);
    new Random(4).nextBytes(message);
    byte[] given = new byte[TAG];
    poor.tag(masked(key), Arrays.copyOfRange(key, 16, 32), message, 0, 70_000, given, 0);
    assertThat(given).isEqualTo(tag(key, message));
  }

  @Test
  void aLibraryThatLacksAFunctionOrIsWrongIsNotUsed() {
    assertThat(NativePoly1305.of(instead("EVP_MAC_final", Optional.empty()))).isEmpty();
    SymbolLookup all = SymbolLookup.libraryLookup("libcrypto.so.3", Arena.global());
    for (String does :
        new String[] {
          "ERR_load_ERR_strings", // nothing with its message, and says 1: all is well
          "OPENSSL_issetugid" // the same, and says 0
        }) {
      var other = Optional.of(all.findOrThrow(does));
      assertThat(NativePoly1305.of(instead("EVP_MAC_update", other))).as(does).isEmpty();
    }
  }

  private static byte[] masked(byte[] key) {
    byte[] r = Arrays.copyOf(key, 16);
    for (int i : new int[] {3, 7, 11, 15}) {
      r[i] &= 0x0f;
    }
    for (int i : new int[] {4, 8, 12}) {
      r[i] &= (byte) 0xfc;
    }
    return r;
  }

  /** The message in the middle of an array, r as keys of repositories have it. */
  private static byte[] tag(byte[] key, byte[] message) {
    byte[] r = masked(key);
    byte[] all = new byte[message.length + 9];
    Arrays.fill(all, (byte) 0x55);
    System.arraycopy(message, 0, all, 4, message.length);
    byte[] target = new byte[TAG + 2];
    Poly1305.tag(r, Arrays.copyOfRange(key, 16, 32), all, 4, message.length, target, 1);
    return Arrays.copyOfRange(target, 1, 1 + TAG);
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}
