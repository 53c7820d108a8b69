package org.strongroom.storage.nbd.client;

import java.io.IOException;
import java.nio.file.Path;

/** Which sockets of this machine may be connected to. */
public interface LocalSockets {
  /** None at all. */
  LocalSockets NONE =
      socket -> {
        throw new IOException("sockets of this machine are refused");
      };

  /**
   * The socket to connect to, with its links resolved.
   *
   * @throws IOException if it is refused; the message says why
   */
  Path check(Path socket) throws IOException;
}
