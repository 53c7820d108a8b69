package org.strongroom.storage.nbd.server;

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves disks read-only by NBD, each under a name of its own. Whoever knows a name may read the
 * disk: names have to be such as nobody guesses. They are not listed, and one that is wrong is
 * answered as one that is over.
 */
public final class NbdServer implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(NbdServer.class);
  private static final Duration WATCH = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Connections that the kernel keeps until they are taken. */
  private static final int WAITING = 1024;

  private static final int SHORTEST_NAME = 16;

  private final ServerSocketChannel listener;
  private final SocketAddress address;
  private final Optional<SSLContext> tls;
  private final NbdServerLimits limits;
  private final Semaphore places;
  private final Map<String, ServedDisk> disks = new ConcurrentHashMap<>();
  private final Map<Session, Session> sessions = new ConcurrentHashMap<>();
  private final Deque<Session> greeting = new ArrayDeque<>();
  private final ReentrantLock greetingLock = new ReentrantLock();
  private volatile boolean closed;

  private NbdServer(ServerSocketChannel listener, Optional<SSLContext> tls, NbdServerLimits limits)
      throws IOException {
    this.listener = listener;
    this.address = listener.getLocalAddress();
    this.tls = tls;
    this.limits = limits;
    this.places = new Semaphore(limits.connections());
  }

  /**
   * Listens.
   *
   * @param address of an interface of this machine, or a Unix domain socket, which is made for this
   *     user alone
   * @param tls whose certificate is shown to callers; if it is given, nobody is served without
   */
  public static NbdServer listen(
      SocketAddress address, Optional<SSLContext> tls, NbdServerLimits limits) throws IOException {
    boolean local = address instanceof UnixDomainSocketAddress;
    ServerSocketChannel listener =
        local ? ServerSocketChannel.open(StandardProtocolFamily.UNIX) : ServerSocketChannel.open();
    boolean done = false;
    try {
      if (!local) {
        listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      }
      listener.bind(address, WAITING);
      if (address instanceof UnixDomainSocketAddress socket) {
        Files.setPosixFilePermissions(
            socket.getPath(), PosixFilePermissions.fromString("rw-------"));
      }
      var server = new NbdServer(listener, tls, limits);
      Thread.ofVirtual().name("nbd server").start(server::accept);
      Thread.ofVirtual().name("nbd server times").start(server::watch);
      done = true;
      return server;
    } finally {
      if (!done) {
        listener.close();
      }
    }
  }

  /** Where it listens, with the port that it got. */
  public SocketAddress address() {
    return address;
  }

  /** Connections that read. */
  public int connections() {
    return limits.connections() - places.availablePermits();
  }

  /**
   * Serves a disk.
   *
   * @param name of at least 16 signs, which nobody can guess
   * @param opener called for each connection
   * @param time until it ends by itself, its connections too
   * @return ends it; waits a few seconds until the disks are closed
   */
  public Closeable serve(String name, DiskOpener opener, Duration time) {
    if (name.length() < SHORTEST_NAME) {
      throw new IllegalArgumentException("a name of %d signs is guessed".formatted(name.length()));
    }
    var disk = new ServedDisk(opener, time);
    if (closed || disks.putIfAbsent(name, disk) != null) {
      throw new IllegalStateException(closed ? "the server is closed" : "the name is taken");
    }
    return () -> {
      disks.remove(name, disk);
      disk.close(PATIENCE);
    };
  }

  /** The disk of a name that is served now. */
  Optional<ServedDisk> find(String name) {
    return Optional.ofNullable(disks.get(name)).filter(disk -> !disk.isOver());
  }

  Optional<SSLContext> tls() {
    return tls;
  }

  NbdServerLimits limits() {
    return limits;
  }

  /** Takes a place among those who read, if there is one, and for this disk too. */
  boolean enter(ServedDisk disk) {
    if (!disk.enter(limits.ofOneExport())) {
      return false;
    }
    if (places.tryAcquire()) {
      return true;
    }
    disk.leave();
    return false;
  }

  void leave(ServedDisk disk) {
    places.release();
    disk.leave();
  }

  /** A connection has named its export. */
  void greeted(Session session) {
    greetingLock.lock();
    try {
      greeting.remove(session);
    } finally {
      greetingLock.unlock();
    }
  }

  void ended(Session session) {
    sessions.remove(session);
    greeted(session);
  }

  private void accept() {
    while (!closed) {
      try {
        begin(listener.accept());
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException | RuntimeException e) {
        LOG.warn("an NBD connection was not taken: {}", e.getMessage());
        LockSupport.parkNanos(WATCH.toNanos()); // too many open files do not go away by haste
      }
    }
  }

  private void begin(SocketChannel channel) throws IOException {
    boolean begun = false;
    try {
      if (!(address instanceof UnixDomainSocketAddress)) {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
      }
      var session = new Session(this, channel);
      sessions.put(session, session);
      greet(session);
      session.start();
      begun = true;
      if (closed) {
        session.cut();
      }
    } finally {
      if (!begun) {
        channel.close();
      }
    }
  }

  /** The oldest go when there are too many who say nothing: others get their turn. */
  private void greet(Session session) {
    greetingLock.lock();
    try {
      greeting.add(session);
      while (greeting.size() > limits.greeting()) {
        greeting.remove().cut();
      }
    } finally {
      greetingLock.unlock();
    }
  }

  private void watch() {
    while (!closed) {
      for (Session session : sessions.keySet()) {
        if (session.isLate()) {
          session.cut();
        }
      }
      disks.forEach((name, disk) -> {
        if (disk.isOver() && disks.remove(name, disk)) {
          disk.close(Duration.ZERO);
        }
      });
      LockSupport.parkNanos(WATCH.toNanos());
    }
  }

  /** Ends all exports and connections, and waits a few seconds until their disks are closed. */
  @Override
  public void close() throws IOException {
    closed = true;
    listener.close();
    if (address instanceof UnixDomainSocketAddress socket) {
      Path path = socket.getPath();
      Files.deleteIfExists(path);
    }
    disks.clear();
    sessions.keySet().forEach(Session::cut);
    long until = System.nanoTime() + PATIENCE.toNanos();
    for (Session session : sessions.keySet()) {
      session.join(Duration.ofNanos(Math.max(0, until - System.nanoTime())));
    }
  }
}
