package org.strongroom.storage.source.guard;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * IPv4 addresses that travel inside IPv6 ones, and would be reached through a gateway.
 *
 * <p>Prefixes of translators that a network chose for itself (RFC 6052) are not to be known here.
 * Addresses that look as translators write them, with zeros where RFC 6052 has them, are taken for
 * such ones.
 */
final class EmbeddedAddress {
  /**
   * A form of address: what stands in it from a byte on, which bytes are the inner address, and
   * which are zero.
   */
  private record Form(
      String prefix, int at, boolean inverted, List<Integer> bytes, List<Integer> zeros) {
    Form(String prefix, int at, List<Integer> bytes) {
      this(prefix, at, false, bytes, List.of());
    }

    boolean fits(String hex, byte[] address) {
      return hex.startsWith(prefix, 2 * at) && zeros.stream().allMatch(zero -> address[zero] == 0);
    }

    byte[] inner(byte[] outer) {
      byte[] inner = new byte[4];
      IntStream.range(0, 4)
          .forEach(i -> inner[i] = (byte) (inverted ? ~outer[bytes.get(i)] : outer[bytes.get(i)]));
      return inner;
    }
  }

  private static final List<Integer> LAST = List.of(12, 13, 14, 15);

  private static final List<Form> FORMS =
      List.of(
          new Form("0".repeat(24), 0, LAST), // IPv4-compatible
          new Form("0".repeat(20) + "ffff", 0, LAST), // mapped
          new Form("0".repeat(16) + "ffff0000", 0, LAST), // SIIT, RFC 2765
          new Form("0064ff9b0000000000000000", 0, LAST), // NAT64, RFC 6052
          new Form("2002", 0, List.of(2, 3, 4, 5)), // 6to4
          new Form("20010000", 0, List.of(4, 5, 6, 7)), // Teredo's server
          new Form("20010000", 0, true, LAST, List.of()), // Teredo's client
          new Form("00005efe", 8, LAST), // ISATAP
          new Form("02005efe", 8, LAST));

  /** Prefixes of 48 to 96 bits of one network; what stands behind the address does not matter. */
  private static final List<Form> RFC_8215 =
      List.of(
          new Form("0064ff9b0001", 0, List.of(6, 7, 9, 10)),
          new Form("0064ff9b0001", 0, List.of(7, 9, 10, 11)),
          new Form("0064ff9b0001", 0, List.of(9, 10, 11, 12)),
          new Form("0064ff9b0001", 0, LAST));

  /** Prefixes of 32, 40, 48, 56, 64 and 96 bits of anybody's. */
  private static final List<Form> RFC_6052 =
      List.of(
          new Form("", 0, false, List.of(4, 5, 6, 7), List.of(8, 9, 10, 11, 12, 13, 14, 15)),
          new Form("", 0, false, List.of(5, 6, 7, 9), List.of(8, 10, 11, 12, 13, 14, 15)),
          new Form("", 0, false, List.of(6, 7, 9, 10), List.of(8, 11, 12, 13, 14, 15)),
          new Form("", 0, false, List.of(7, 9, 10, 11), List.of(8, 12, 13, 14, 15)),
          new Form("", 0, false, List.of(9, 10, 11, 12), List.of(8, 13, 14, 15)),
          new Form("", 0, false, LAST, List.of(8)));

  private EmbeddedAddress() {}

  /** The IPv4 addresses that may be meant inside; none if there are none. */
  static List<InetAddress> in(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (bytes.length != 16 || address.isLoopbackAddress() || address.isAnyLocalAddress()) {
      return List.of();
    }
    String hex = HexFormat.of().formatHex(bytes);
    Stream<byte[]> certain = inner(FORMS, hex, bytes).filter(found -> !isZero(found));
    Stream<byte[]> likely =
        Stream.concat(inner(RFC_8215, hex, bytes), inner(RFC_6052, hex, bytes))
            .filter(EmbeddedAddress::isOfAMachine);
    return Stream.concat(certain, likely).map(Network::addressOf).toList();
  }

  private static Stream<byte[]> inner(List<Form> forms, String hex, byte[] bytes) {
    return forms.stream().filter(form -> form.fits(hex, bytes)).map(form -> form.inner(bytes));
  }

  private static boolean isZero(byte[] inner) {
    return Arrays.equals(inner, new byte[4]);
  }

  /** Read at the wrong place, most addresses begin with zeros; none of a machine does. */
  private static boolean isOfAMachine(byte[] inner) {
    int first = Byte.toUnsignedInt(inner[0]);
    return first > 0 && first < 224;
  }
}
