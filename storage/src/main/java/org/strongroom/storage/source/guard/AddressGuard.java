package org.strongroom.storage.source.guard;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Keeps callers from making the server connect to itself, to its link or to a cloud's metadata
 * service, and ordinary accounts from looking round in private networks. A host name is resolved
 * once, the address is checked, and the caller connects to that address: asking again could be
 * answered differently.
 */
public final class AddressGuard {
  /** An IPv4 address of which a number begins with a zero. */
  private static final Pattern AMBIGUOUS = Pattern.compile("(?=.*\\b0\\d)[0-9]+(\\.[0-9]+){0,3}");

  /** How names become addresses. */
  public interface Resolver {
    InetAddress[] resolve(String host) throws UnknownHostException;
  }

  /** Everything that is no other machine, and the metadata services of public clouds. */
  private static final List<Network> REFUSED =
      Stream.of(
              "0.0.0.0/8",
              "127.0.0.0/8",
              "169.254.0.0/16",
              "224.0.0.0/4",
              "240.0.0.0/4",
              "100.100.100.200/32",
              "168.63.129.16/32",
              "192.0.0.192/32",
              "::/128",
              "::1/128",
              "fe80::/10",
              "ff00::/8",
              "fd00:ec2::254/128",
              "fd20:ce::254/128",
              "fd00:42::42/128")
          .map(Network::parse)
          .toList();

  /**
   * Networks that are not the internet's: RFC 1918, carriers' shared addresses, protocols' own,
   * examples, benches, RFC 4193.
   */
  private static final List<Network> PRIVATE =
      Stream.of(
              "10.0.0.0/8",
              "172.16.0.0/12",
              "192.168.0.0/16",
              "100.64.0.0/10",
              "192.0.0.0/24",
              "192.0.2.0/24",
              "192.88.99.0/24",
              "198.18.0.0/15",
              "198.51.100.0/24",
              "203.0.113.0/24",
              "100::/64",
              "2001:db8::/32",
              "fc00::/7",
              "fec0::/10")
          .map(Network::parse)
          .toList();

  private final List<Network> allowed;
  private final Resolver resolver;
  private final Predicate<InetAddress> own;
  private final boolean privateNetworks;

  /**
   * @param allowed networks that are let through all the same
   */
  public AddressGuard(List<Network> allowed) {
    this(allowed, InetAddress::getAllByName);
  }

  public AddressGuard(List<Network> allowed, Resolver resolver) {
    this(allowed, resolver, AddressGuard::isOfThisMachine, true);
  }

  AddressGuard(
      List<Network> allowed,
      Resolver resolver,
      Predicate<InetAddress> own,
      boolean privateNetworks) {
    this.allowed = List.copyOf(allowed);
    this.resolver = resolver;
    this.own = own;
    this.privateNetworks = privateNetworks;
  }

  /** The same without private networks, but for those that are allowed by name. */
  public AddressGuard withoutPrivateNetworks() {
    return new AddressGuard(allowed, resolver, own, false);
  }

  /** What listens everywhere on this machine answers at its other addresses too. */
  private static boolean isOfThisMachine(InetAddress address) {
    try {
      return NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException e) {
      return true; // not to be told, so not let through
    }
  }

  /**
   * The address to connect to: the first of the host's that may be.
   *
   * @param host a name or an address, IPv6 without brackets
   * @throws UnknownHostException if there is no such host
   * @throws RefusedAddressException if none of its addresses may be connected to
   */
  public InetAddress check(String host) throws IOException {
    if (AMBIGUOUS.matcher(host).matches()) {
      throw new UnknownHostException(
          "the host '%s' is read as octal by some and as decimal by others; write it without leading zeros"
              .formatted(host));
    }
    InetAddress[] addresses;
    try {
      addresses = resolver.resolve(host);
    } catch (UnknownHostException e) {
      var clear = new UnknownHostException("the host '%s' is not known".formatted(host));
      clear.initCause(e);
      throw clear;
    }
    for (InetAddress address : addresses) {
      if (mayConnect(address)) {
        return address;
      }
    }
    // Whoever may not connect there does not learn either where names of the inside lead.
    String shown =
        privateNetworks && addresses.length > 0 ? " " + addresses[0].getHostAddress() : "";
    throw new RefusedAddressException(
        "the host '%s' is refused because its address%s is %s; an administrator can allow its network in the setting image.url.allow"
            .formatted(
                host,
                shown,
                privateNetworks
                    ? "local to the server or reserved"
                    : "local to the server, reserved or in a private network"));
  }

  private boolean mayConnect(InetAddress address) {
    return Stream.concat(Stream.of(address), EmbeddedAddress.in(address).stream())
        .allMatch(each ->
            within(allowed, each)
                || !(within(REFUSED, each)
                    || (!privateNetworks && within(PRIVATE, each))
                    || own.test(each)));
  }

  private static boolean within(List<Network> networks, InetAddress address) {
    return networks.stream().anyMatch(network -> network.contains(address));
  }

  @Override
  public String toString() {
    return "AddressGuard" + Arrays.toString(allowed.toArray());
  }
}
