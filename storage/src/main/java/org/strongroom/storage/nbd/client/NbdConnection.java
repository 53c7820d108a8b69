package org.strongroom.storage.nbd.client;

import java.io.Closeable;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.strongroom.storage.nbd.wire.CutAfter;
import org.strongroom.storage.nbd.wire.NbdProtocol;
import org.strongroom.storage.nbd.wire.NbdProtocolException;
import org.strongroom.storage.nbd.wire.NbdStream;

/**
 * One connection, past its handshake, with several requests under way. One thread sends, one
 * receives, and callers only ever wait for a bounded time. Thread-safe. After its first failure it
 * is of no use any more.
 */
final class NbdConnection implements Closeable {
  /** Requests under way at once: as many as QEMU takes. */
  static final int IN_FLIGHT = 16;

  private static final int SLOWEST = 10;

  private final NbdStream stream;
  private final ExportInfo export;
  private final NbdTimeouts timeouts;
  private final NbdRequest end = NbdRequest.flush();
  private final ReentrantLock writing = new ReentrantLock();
  private final Semaphore places = new Semaphore(IN_FLIGHT);
  private final Map<Long, NbdRequest> pending = new ConcurrentHashMap<>();
  private final LinkedBlockingQueue<NbdRequest> outgoing = new LinkedBlockingQueue<>();
  private final AtomicLong cookies;
  private final AtomicReference<@Nullable IOException> failure = new AtomicReference<>();
  private volatile long lastProgress = System.nanoTime();

  /**
   * @param firstCookie of the first request, so that replies to other connections are not taken
   */
  NbdConnection(NbdStream stream, ExportInfo export, NbdTimeouts timeouts, long firstCookie) {
    this.stream = stream;
    this.export = export;
    this.timeouts = timeouts;
    this.cookies = new AtomicLong(firstCookie);
    var replies = new NbdReplies(stream.in(), export, this::find, this::progressed);
    Thread.ofVirtual().name("nbd replies").start(() -> receive(replies));
    Thread.ofVirtual().name("nbd requests").start(this::send);
  }

  ExportInfo export() {
    return export;
  }

  boolean broken() {
    return failure.get() != null;
  }

  /** Sends a request as soon as there is a place for it. */
  void submit(NbdRequest request) throws IOException {
    try {
      if (!places.tryAcquire(longest(), TimeUnit.NANOSECONDS)) {
        throw fail(new IOException("requests are not answered"));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for an NBD server");
    }
    request.done.whenComplete((reply, error) -> places.release());
    outgoing.add(request);
    IOException broken = failure.get();
    if (broken != null) {
      request.done.completeExceptionally(broken);
    }
  }

  /**
   * Waits for the reply to a request that was submitted.
   *
   * @throws NbdRefusedException if it is an error
   * @throws IOException if the line broke or nothing came in time
   */
  NbdRequest await(NbdRequest request) throws IOException {
    long began = System.nanoTime();
    long silence = timeouts.reply().toNanos();
    while (true) {
      try {
        return request.done.get(silence, TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        long now = System.nanoTime();
        if (now - lastProgress >= silence || now - began >= longest()) {
          throw fail(
              new NbdTimeoutException(
                  "no answer within %d s to %s at offset %d"
                      .formatted((now - began) / 1_000_000_000L, request.name(), request.offset)));
        }
      } catch (ExecutionException e) {
        throw told(e.getCause() == null ? e : e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while waiting for an NBD server");
      }
    }
  }

  private long longest() {
    return SLOWEST * timeouts.reply().toNanos();
  }

  /** A failure in the thread that it is told to. */
  private static IOException told(Throwable failure) {
    if (failure instanceof NbdRefusedException refused) {
      return new NbdRefusedException(String.valueOf(refused.getMessage()));
    }
    if (failure instanceof NbdProtocolException wrong) {
      return new NbdProtocolException(String.valueOf(wrong.getMessage()));
    }
    if (failure instanceof NbdTimeoutException late) {
      return new NbdTimeoutException(String.valueOf(late.getMessage()));
    }
    return new IOException(failure.getMessage(), failure);
  }

  private void progressed() {
    lastProgress = System.nanoTime();
  }

  private NbdRequest find(long cookie) throws IOException {
    NbdRequest request = pending.get(cookie);
    if (request == null) {
      throw new NbdProtocolException("a reply came to a request that was not made");
    }
    return request;
  }

  private void receive(NbdReplies replies) {
    try {
      while (!broken()) {
        replies.next();
      }
    } catch (IOException e) {
      fail(e instanceof NbdProtocolException ? e : new IOException("the connection broke", e));
    } catch (RuntimeException | Error e) {
      fail(new IOException("reading replies failed", e));
    }
  }

  @SuppressWarnings("ReferenceEquality") // the one that ends
  private void send() {
    DataOutputStream out = stream.out();
    try {
      while (true) {
        NbdRequest request = outgoing.take();
        if (request == end) {
          return;
        }
        send(request, out);
      }
    } catch (IOException e) {
      fail(new IOException("the connection broke", e));
    } catch (InterruptedException e) {
      fail(new IOException("interrupted", e));
    }
  }

  private void send(NbdRequest request, DataOutputStream out) throws IOException {
    writing.lock();
    try {
      long cookie = cookies.getAndIncrement();
      pending.put(cookie, request);
      request.done.whenComplete((reply, error) -> pending.remove(cookie));
      if (broken()) { // whoever broke it may have looked before
        throw new IOException("the connection broke");
      }
      request.send(out, cookie);
      if (outgoing.isEmpty()) {
        out.flush();
      }
    } finally {
      writing.unlock();
    }
  }

  private IOException fail(IOException reason) {
    if (failure.compareAndSet(null, reason)) {
      stream.close();
      outgoing.add(end);
    }
    IOException first = failure.get() == null ? reason : failure.get();
    for (NbdRequest request : pending.values()) {
      request.done.completeExceptionally(first);
    }
    for (NbdRequest request : outgoing) {
      request.done.completeExceptionally(first);
    }
    return first;
  }

  /** Says good-bye if the line lets it, and ends. */
  @Override
  public void close() {
    if (!broken() && pending.isEmpty() && writing.tryLock()) {
      try (CutAfter bound = CutAfter.start(timeouts.connect(), stream::close)) {
        sayGoodBye();
      } catch (IOException e) {
        // The server sees the line go.
      } finally {
        writing.unlock();
      }
    }
    fail(new IOException("the connection was closed"));
  }

  private void sayGoodBye() throws IOException {
    DataOutputStream out = stream.out();
    out.writeInt(NbdProtocol.REQUEST);
    out.writeShort(0);
    out.writeShort(NbdProtocol.CMD_DISC);
    out.writeLong(0);
    out.writeLong(0);
    out.writeInt(0);
    out.flush();
  }
}
