package org.strongroom.server.face.connection;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.strongroom.storage.source.guard.Network;

/** Tells where requests come from, also through proxies that are trusted to say so. */
public final class Sources {
  private static final int NETWORK_BYTES = 8;

  private final List<Network> trustedProxies;

  /**
   * @param trustedProxies networks in CIDR notation
   */
  public Sources(List<String> trustedProxies) {
    this.trustedProxies = trustedProxies.stream().map(Network::parse).toList();
  }

  /** Whether what it says of its own clients counts. */
  public boolean isTrusted(InetAddress address) {
    return trustedProxies.stream().anyMatch(network -> network.contains(address));
  }

  /** Whether what this address says of its own clients counts. */
  public boolean isTrusted(String address) {
    return !trustedProxies.isEmpty() && parsed(address).filter(this::isTrusted).isPresent();
  }

  /**
   * The source of a request.
   *
   * @param remote the address at the other end of the connection
   * @param forwardedFor what proxies wrote into {@code X-Forwarded-For}: only what trusted ones
   *     added counts
   */
  public String of(String remote, @Nullable String forwardedFor) {
    return client(remote, forwardedFor).map(Sources::name).orElse(remote);
  }

  /** The address of the client itself, of whatever kind; see {@link #of}. */
  public Optional<InetAddress> client(String remote, @Nullable String forwardedFor) {
    Optional<InetAddress> source = parsed(remote);
    if (forwardedFor != null) {
      String[] hops = forwardedFor.split(",");
      for (int i = hops.length - 1; i >= 0 && source.filter(this::isTrusted).isPresent(); i--) {
        Optional<InetAddress> hop = parsed(hops[i].strip());
        if (hop.isEmpty()) {
          break;
        }
        source = hop;
      }
    }
    return source;
  }

  /** An address as budgets know it: the whole network that one client of IPv6 usually has. */
  static String name(InetAddress address) {
    if (address instanceof Inet6Address) {
      byte[] network = Arrays.copyOf(address.getAddress(), NETWORK_BYTES);
      boolean loopback = address.isLoopbackAddress();
      return loopback
          ? "::1"
          : HexFormat.ofDelimiter("").formatHex(network).replaceAll("(.{4})(?=.)", "$1:") + "::/64";
    }
    return address.getHostAddress();
  }

  private static Optional<InetAddress> parsed(String text) {
    String plain =
        text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
    int zone = plain.indexOf('%');
    if (zone >= 0) {
      plain = plain.substring(0, zone);
    }
    try {
      return plain.length() > 45 ? Optional.empty() : Optional.of(InetAddress.ofLiteral(plain));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
