package org.strongroom.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Finds ports for servers that cannot choose one themselves. */
final class LoopbackPort {
  private LoopbackPort() {}

  /** A port of the address that was free a moment ago. */
  static int free(InetAddress address) throws IOException {
    try (var socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(address, 0));
      return socket.getLocalPort();
    }
  }
}
