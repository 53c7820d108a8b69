package org.strongroom.storage.source.guard;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** A range of addresses in CIDR notation, such as {@code 127.0.0.0/8} or {@code fe80::/10}. */
public record Network(InetAddress address, int prefix) {

  /**
   * Reads {@code address/prefix}, or one address.
   *
   * @throws IllegalArgumentException if it is neither
   */
  public static Network parse(String text) {
    int slash = text.indexOf('/');
    String host = slash < 0 ? text : text.substring(0, slash);
    if (!host.matches("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
      throw invalid(text);
    }
    try {
      InetAddress address = InetAddress.ofLiteral(host);
      int bits = address.getAddress().length * 8;
      int prefix = slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1));
      if (prefix < 0 || prefix > bits) {
        throw invalid(text);
      }
      return new Network(address, prefix);
    } catch (NumberFormatException e) {
      throw invalid(text);
    }
  }

  /** Whether the address lies in this network; never if the one is IPv4 and the other IPv6. */
  public boolean contains(InetAddress other) {
    byte[] mine = address.getAddress();
    byte[] theirs = other.getAddress();
    int whole = prefix / 8;
    if (mine.length != theirs.length || !Arrays.equals(mine, 0, whole, theirs, 0, whole)) {
      return false;
    }
    int mask = 0xff00 >> prefix % 8 & 0xff;
    return mask == 0 || ((mine[whole] ^ theirs[whole]) & mask) == 0;
  }

  static InetAddress addressOf(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @Override
  public String toString() {
    return address.getHostAddress() + "/" + prefix;
  }

  private static IllegalArgumentException invalid(String text) {
    return new IllegalArgumentException(
        "'%s' is not a network; write it like 127.0.0.0/8 or fd00::/8".formatted(text));
  }
}
