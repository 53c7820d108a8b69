package org.strongroom.storage.driver.sftp.wire;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;
import org.strongroom.storage.driver.sftp.ssh.Guard;
import org.strongroom.storage.driver.sftp.ssh.SshChannel;
import org.strongroom.storage.driver.sftp.ssh.SshConnection;
import org.strongroom.storage.driver.sftp.ssh.Traffic;

/**
 * One SFTP conversation on a connection: requests go out in order, replies are matched by id. A
 * server that leaves a request unanswered for too long loses the connection, since nothing on it
 * can be trusted to come any more.
 */
public final class SftpChannel {
  private static final int VERSION = 3;
  private static final int MOST_SHOWN = 100;
  private static final Duration ENDING = Duration.ofSeconds(2);

  private final SshConnection connection;
  private final Duration timeout;
  private final SshChannel channel;
  private final Set<String> extensions = new HashSet<>();
  private final Map<Integer, CompletableFuture<SftpReply>> pending = new ConcurrentHashMap<>();
  private final CompletableFuture<SftpReply> version = new CompletableFuture<>();
  private final AtomicInteger lastId = new AtomicInteger();
  private final ReentrantLock sending = new ReentrantLock();
  private volatile boolean ended;

  /**
   * @param timeout how long a single request may take, unless it queues behind transfers
   */
  public SftpChannel(SshConnection connection, Duration timeout) throws StorageException {
    this.connection = connection;
    this.timeout = timeout;
    channel =
        connection.subsystem(
            "sftp", new ReplyDecoder(this::arrived, this::printed, this::end), timeout);
    try {
      SftpReply reply = negotiate();
      while (reply.body().hasRemaining()) {
        extensions.add(new String(SftpReply.bytes(reply.body()), StandardCharsets.US_ASCII));
        SftpReply.bytes(reply.body());
      }
    } catch (IOException | RuntimeException e) {
      boolean isLoggedIn = connection.isAlive();
      close();
      if (e instanceof StorageException known) {
        throw known.reason() == Reason.UNREACHABLE && isLoggedIn ? hungUp(known) : known;
      }
      throw new StorageException(Reason.FAILED, connection.address() + " does not speak SFTP", e);
    }
  }

  private SftpReply negotiate() throws IOException {
    Duration time = timeout;
    try {
      send(new SftpRequest(SftpRequest.INIT).finish(VERSION));
    } catch (StorageException e) {
      time = ENDING; // what the server printed before it hung up says more
    }
    SftpReply reply = await(version, time);
    if (reply.id() != VERSION) {
      throw new IOException("SFTP version " + reply.id());
    }
    return reply;
  }

  Set<String> extensions() {
    return Set.copyOf(extensions);
  }

  boolean has(String extension) {
    return extensions.contains(extension);
  }

  public boolean isOpen() {
    return !ended && channel.isOpen();
  }

  /** Sends a request; the reply comes later. */
  CompletableFuture<SftpReply> submit(SftpRequest request) throws StorageException {
    int id = lastId.incrementAndGet();
    return submit(id, request.finish(id));
  }

  int nextId() {
    return lastId.incrementAndGet();
  }

  CompletableFuture<SftpReply> submit(int id, byte[] packet) throws StorageException {
    return submit(id, packet, packet.length);
  }

  /** Sends the first bytes of a buffer as a request; the buffer is free again on return. */
  CompletableFuture<SftpReply> submit(int id, byte[] packet, int length) throws StorageException {
    var reply = new CompletableFuture<SftpReply>();
    pending.put(id, reply);
    if (ended) {
      pending.remove(id);
      throw lost(null);
    }
    send(packet, length);
    return reply;
  }

  private void send(byte[] packet) throws StorageException {
    send(packet, packet.length);
  }

  private void send(byte[] packet, int length) throws StorageException {
    try (var guard = new Guard(connection.traffic().patience(timeout), connection::cut)) {
      sending.lock();
      try {
        channel.send(packet, 0, length);
      } catch (IOException e) {
        throw guard.fired() ? timedOut(timeout, e) : lost(e);
      } finally {
        sending.unlock();
      }
    }
  }

  /** Holds no memory for sending until something is sent again, unless that is so just now. */
  public void rest() {
    if (sending.tryLock()) {
      try {
        channel.rest();
      } finally {
        sending.unlock();
      }
    }
  }

  SftpReply call(SftpRequest request) throws StorageException {
    return await(submit(request), timeout);
  }

  SftpReply await(CompletableFuture<SftpReply> reply) throws StorageException {
    return await(reply, timeout);
  }

  SftpReply await(CompletableFuture<SftpReply> reply, Duration time) throws StorageException {
    try {
      return answer(reply, connection.traffic().patience(time));
    } catch (TimeoutException e) {
      connection.cut();
      throw timedOut(time, e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StorageException known) {
        throw new StorageException(known.reason(), String.valueOf(known.getMessage()), e);
      }
      throw lost(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StorageException(
          Reason.FAILED,
          "interrupted while waiting for " + connection.address(),
          new InterruptedIOException().initCause(e));
    }
  }

  private static SftpReply answer(CompletableFuture<SftpReply> reply, Traffic.Patience patience)
      throws TimeoutException, ExecutionException, InterruptedException {
    while (true) {
      try {
        return reply.get(patience.left(), TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        if (patience.left() <= 0) {
          throw e;
        }
      }
    }
  }

  private void arrived(SftpReply reply) {
    if (reply.type() == SftpReply.VERSION) {
      version.complete(reply);
      return;
    }
    CompletableFuture<SftpReply> waiting = pending.remove(reply.id());
    if (waiting != null) {
      waiting.complete(reply);
    }
  }

  /** Completes what waits for the first reply, before the end does. */
  private void printed(String text) {
    String line =
        text.strip().lines().findFirst().orElse("an empty line").replaceAll("[^ -~]", "?");
    version.completeExceptionally(
        new StorageException(
            Reason.FAILED,
            "%s prints '%s' where SFTP should begin: let the account's start-up files (.bashrc) print nothing to shells that are not interactive, or use internal-sftp in sshd_config"
                .formatted(
                    connection.address(),
                    line.length() > MOST_SHOWN ? line.substring(0, MOST_SHOWN) + "…" : line)));
  }

  private void end() {
    ended = true;
    var cause = new IOException("the channel was closed");
    version.completeExceptionally(cause);
    pending.values().forEach(reply -> reply.completeExceptionally(cause));
    pending.clear();
  }

  private StorageException timedOut(Duration time, Exception cause) {
    return new StorageException(
        Reason.TIMED_OUT,
        connection.address() + " did not answer within " + time.toMillis() + " ms",
        cause);
  }

  private StorageException lost(@org.jspecify.annotations.Nullable Exception cause) {
    return new StorageException(
        Reason.UNREACHABLE, "connection to " + connection.address() + " lost", cause);
  }

  private StorageException hungUp(StorageException cause) {
    return new StorageException(
        Reason.UNREACHABLE,
        "%s takes the log-in, but ends SFTP before it begins: let the account have a shell that runs commands (not nologin or false) and no start-up file (.bashrc) that ends it, or use internal-sftp in sshd_config"
            .formatted(connection.address()),
        cause);
  }

  /** Ends this conversation; the connection and its other channels go on. */
  public void close() {
    end();
    channel.close(connection::cut);
  }
}
