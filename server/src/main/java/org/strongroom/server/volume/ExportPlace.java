package org.strongroom.server.volume;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.strongroom.api.ApiException;
import org.strongroom.storage.nbd.server.NbdServer;
import org.strongroom.storage.nbd.server.NbdServerLimits;

/**
 * Where volume snapshots are served.
 *
 * @param host address or name to listen on
 * @param port 0 for a free one
 * @param shownHost by what callers reach this machine, if it listens on all addresses
 * @param tls reads the server's certificate; nothing if it has none
 */
public record ExportPlace(
    String host, int port, String shownHost, Supplier<Optional<SSLContext>> tls) {

  /**
   * Listens: in the clear on a loopback address, else with TLS.
   *
   * @throws ApiException SYS.1006 if there is no certificate for that
   */
  NbdServer listen() throws IOException {
    InetAddress address = InetAddress.getByName(host);
    Optional<SSLContext> certificate = address.isLoopbackAddress() ? Optional.empty() : tls.get();
    if (!address.isLoopbackAddress() && certificate.isEmpty()) {
      throw ApiException.refused(
          "snapshots are served in the clear on loopback addresses only: with nbd.host=%s set tls.certificate and tls.key too"
              .formatted(host));
    }
    return NbdServer.listen(
        new InetSocketAddress(address, port), certificate, NbdServerLimits.DEFAULT);
  }

  /** The url of an export. */
  String url(NbdServer server, String name) {
    var listening = (InetSocketAddress) server.address();
    InetAddress address = listening.getAddress();
    String shown = address.isAnyLocalAddress() ? shownHost : host;
    boolean bracketed = shown.contains(":") && !shown.startsWith("[");
    return "%s://%s:%d/%s"
        .formatted(
            address.isLoopbackAddress() ? "nbd" : "nbds",
            bracketed ? "[" + shown + "]" : shown,
            listening.getPort(),
            name);
  }
}
