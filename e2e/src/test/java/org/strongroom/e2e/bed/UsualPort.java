package org.strongroom.e2e.bed;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.strongroom.testing.OpenSshServer;

/** SSH servers where requests without a port look for them. */
public final class UsualPort {
  private static final int SSH = 22;

  private UsualPort() {}

  /** Starts one; the test is left out on a machine whose own sshd has port 22 of all addresses. */
  public static OpenSshServer start() {
    assumeTrue(isFree(), "something listens on port 22 of all addresses: stop it to run this test");
    return OpenSshServer.onUsualPort();
  }

  private static boolean isFree() {
    try (var socket = new ServerSocket(SSH, 1, InetAddress.getByName("127.254.254.254"))) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
