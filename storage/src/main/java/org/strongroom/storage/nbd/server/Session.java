package org.strongroom.storage.nbd.server;

import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strongroom.storage.format.Disk;
import org.strongroom.storage.nbd.wire.ChannelSocket;
import org.strongroom.storage.nbd.wire.NbdStream;

/** One connection to the server, on a thread of its own. */
final class Session {
  private static final Logger LOG = LoggerFactory.getLogger(Session.class);

  private final NbdServer server;
  private final Socket socket;
  private final Thread thread;
  private final Bounds bounds = new Bounds();

  Session(NbdServer server, SocketChannel channel) {
    this.server = server;
    this.socket = new ChannelSocket(channel);
    this.thread = Thread.ofVirtual().name("nbd session").unstarted(this::run);
  }

  void start() {
    bounds.begin(server.limits().handshake());
    thread.start();
  }

  boolean isLate() {
    return bounds.isOver();
  }

  /** Ends the connection; its thread then closes the disk. */
  void cut() {
    try {
      socket.close();
    } catch (IOException e) {
      // It is gone, which is what was wanted.
    }
  }

  /** Waits until it has ended. */
  void join(Duration most) {
    try {
      if (!most.isZero() && !thread.equals(Thread.currentThread())) {
        thread.join(most);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try (NbdStream stream = new NbdStream(socket)) {
      var negotiation = new Negotiation(server, stream, bounds);
      Optional<Agreed> agreed = negotiation.run();
      if (agreed.isPresent()) {
        serve(stream, agreed.get());
      }
    } catch (EOFException e) {
      // The caller has gone without a word.
    } catch (IOException e) {
      LOG.debug("an NBD connection ended: {}", e.toString());
    } catch (RuntimeException e) {
      LOG.warn("an NBD connection failed", e);
    } finally {
      cut();
      server.ended(this);
    }
  }

  private void serve(NbdStream stream, Agreed agreed) throws IOException {
    try (Disk disk = agreed.disk()) {
      server.greeted(this);
      bounds.end();
      if (agreed.served().join(this)) {
        new Transmission(stream, disk, agreed, bounds, server.limits().stall()).run();
      }
    } finally {
      agreed.served().leave(this);
      server.leave(agreed.served());
    }
  }
}
