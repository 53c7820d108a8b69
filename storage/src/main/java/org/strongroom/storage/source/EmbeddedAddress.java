package org.strongroom.storage.source;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/** IPv4 addresses that travel inside IPv6 ones, and would be reached through a gateway. */
final class EmbeddedAddress {
  /**
   * Where the address begins, by what stands before: IPv4-compatible, IPv4-mapped (Java mostly
   * unwraps it itself), NAT64 (RFC 6052, RFC 8215), 6to4.
   */
  private static final Map<String, Integer> OFFSETS =
      Map.of(
          "000000000000000000000000", 12,
          "00000000000000000000ffff", 12,
          "0064ff9b0000000000000000", 12,
          "0064ff9b0001", 12,
          "2002", 2);

  private EmbeddedAddress() {}

  /** The IPv4 address inside; empty if there is none. */
  static Optional<InetAddress> in(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (bytes.length != 16 || address.isLoopbackAddress() || address.isAnyLocalAddress()) {
      return Optional.empty();
    }
    String hex = HexFormat.of().formatHex(bytes);
    return OFFSETS.entrySet().stream()
        .filter(form -> hex.startsWith(form.getKey()))
        .map(form -> Arrays.copyOfRange(bytes, form.getValue(), form.getValue() + 4))
        .map(Network::addressOf)
        .findFirst();
  }
}
