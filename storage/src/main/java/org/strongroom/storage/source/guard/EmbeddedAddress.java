package org.strongroom.storage.source.guard;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** IPv4 addresses that travel inside IPv6 ones, and would be reached through a gateway. */
final class EmbeddedAddress {
  /** A form of address: what stands in it from a byte on, and which bytes are the inner address. */
  private record Form(String prefix, int at, boolean inverted, List<Integer> bytes) {
    boolean fits(String hex) {
      return hex.startsWith(prefix, 2 * at);
    }

    byte[] inner(byte[] outer) {
      byte[] inner = new byte[4];
      IntStream.range(0, 4)
          .forEach(i -> inner[i] = (byte) (inverted ? ~outer[bytes.get(i)] : outer[bytes.get(i)]));
      return inner;
    }
  }

  private static final List<Form> FORMS =
      List.of(
          new Form("0".repeat(24), 0, false, List.of(12, 13, 14, 15)), // IPv4-compatible
          new Form("0".repeat(20) + "ffff", 0, false, List.of(12, 13, 14, 15)), // mapped
          new Form(
              "0".repeat(16) + "ffff0000", 0, false, List.of(12, 13, 14, 15)), // SIIT, RFC 2765
          new Form(
              "0064ff9b0000000000000000", 0, false, List.of(12, 13, 14, 15)), // NAT64, RFC 6052
          new Form("0064ff9b0001", 0, false, List.of(12, 13, 14, 15)), // RFC 8215, a /96 of it
          new Form(
              "0064ff9b0001", 0, false, List.of(6, 7, 9, 10)), // RFC 8215, the /48; byte 8 is zero
          new Form("2002", 0, false, List.of(2, 3, 4, 5)), // 6to4
          new Form("20010000", 0, false, List.of(4, 5, 6, 7)), // Teredo's server
          new Form("20010000", 0, true, List.of(12, 13, 14, 15)), // Teredo's client
          new Form("00005efe", 8, false, List.of(12, 13, 14, 15)), // ISATAP
          new Form("02005efe", 8, false, List.of(12, 13, 14, 15)));

  private EmbeddedAddress() {}

  /** The IPv4 addresses that may be meant inside; none if there are none. */
  static List<InetAddress> in(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (bytes.length != 16 || address.isLoopbackAddress() || address.isAnyLocalAddress()) {
      return List.of();
    }
    String hex = HexFormat.of().formatHex(bytes);
    Stream<byte[]> inner =
        FORMS.stream().filter(form -> form.fits(hex)).map(form -> form.inner(bytes));
    // where two forms share a prefix, the places of the other are zero
    return inner
        .filter(found -> !Arrays.equals(found, new byte[4]))
        .map(Network::addressOf)
        .toList();
  }
}
