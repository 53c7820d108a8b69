package org.strongroom.server.face.connection;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection. It knows since when the head or the body of a request is on its way,
 * which idle times do not bound: each byte begins them anew. And it can tell whether the client is
 * gone while a request is answered, when nobody else reads.
 */
public final class WatchedEndPoint extends SocketChannelEndPoint {
  private static final int MOST_READ_AHEAD = 4096;
  private static final long HEAD_NANOS = 10_000_000_000L;
  private static final long FIRST_BYTE_NANOS = 30_000_000_000L;
  private static final long BODY_NANOS = 10_000_000_000L;
  private static final long LEAST_BYTES_PER_SECOND = 4096;

  private final Connections connections;
  private final long opened = System.nanoTime();
  private final Object reading = new Object();
  private @Nullable ByteBuffer ahead;
  private boolean ended;

  private volatile boolean answering;
  private volatile boolean used;
  private volatile long idleSince = opened;
  private volatile long headSince;
  private volatile long bodySince;
  private volatile long bodyBytes;

  WatchedEndPoint(
      SocketChannel channel,
      ManagedSelector selector,
      SelectionKey key,
      Scheduler scheduler,
      Connections connections) {
    super(channel, selector, key, scheduler);
    this.connections = connections;
  }

  /** The connection that a request came by; empty where it is another kind of connection. */
  public static Optional<WatchedEndPoint> of(HttpServletRequest request) {
    EndPoint endPoint =
        ServletContextRequest.getServletContextRequest(request)
            .getConnectionMetaData()
            .getConnection()
            .getEndPoint();
    while (endPoint instanceof EndPoint.Wrapper wrapper) {
      endPoint = wrapper.unwrap();
    }
    return endPoint instanceof WatchedEndPoint watched ? Optional.of(watched) : Optional.empty();
  }

  /** The head of a request has arrived. */
  public void requestBegan() {
    answering = true;
    used = true;
    headSince = 0;
  }

  /** A request is answered. */
  public void requestEnded() {
    bodySince = 0;
    idleSince = System.nanoTime();
    answering = false;
  }

  /** Somebody begins to read a body that has to come without delay. */
  public void bodyBegan() {
    bodyBytes = 0;
    bodySince = Math.max(1, System.nanoTime());
  }

  /** So many bytes more of it have come. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread reads a body
  public void bodyCame(int bytes) {
    bodyBytes += bytes;
  }

  /** The body is there, or not waited for any more. */
  public void bodyEnded() {
    bodySince = 0;
  }

  /** Whether the client closed the connection, or its side of it. */
  public boolean clientGone() {
    if (!isOpen()) {
      return true;
    }
    synchronized (reading) {
      if (ended) {
        return true;
      }
      ByteBuffer buffer = ahead == null ? ByteBuffer.allocate(MOST_READ_AHEAD) : ahead.compact();
      try {
        int read = 1;
        while (read > 0 && buffer.hasRemaining()) {
          read = getChannel().read(buffer);
        }
        ended = read < 0;
      } catch (IOException e) {
        ended = true;
      }
      ahead = buffer.flip();
      return ended;
    }
  }

  @Override
  public int fill(ByteBuffer buffer) throws IOException {
    int filled;
    synchronized (reading) {
      filled = ahead != null && ahead.hasRemaining() ? fillFrom(ahead, buffer) : super.fill(buffer);
    }
    if (filled > 0 && !answering && headSince == 0) {
      headSince = Math.max(1, System.nanoTime());
    }
    return filled;
  }

  private static int fillFrom(ByteBuffer ahead, ByteBuffer buffer) {
    int position = BufferUtil.flipToFill(buffer);
    int bytes = Math.min(ahead.remaining(), buffer.remaining());
    buffer.put(ahead.slice(ahead.position(), bytes));
    ahead.position(ahead.position() + bytes);
    BufferUtil.flipToFlush(buffer, position);
    return bytes;
  }

  @Override
  protected void needsFillInterest() {
    boolean some;
    synchronized (reading) {
      some = ahead != null && ahead.hasRemaining();
    }
    if (some) {
      getFillInterest().fillable();
    } else {
      super.needsFillInterest();
    }
  }

  /** Whether the client takes longer than it may. */
  boolean isLate(long now) {
    long body = bodySince;
    if (answering) {
      return body != 0
          && now - body > BODY_NANOS + bodyBytes * 1_000_000_000L / LEAST_BYTES_PER_SECOND;
    }
    long head = headSince;
    return head == 0 ? !used && now - opened > FIRST_BYTE_NANOS : now - head > HEAD_NANOS;
  }

  /** Whether nothing is on its way, so that the connection may be closed. */
  boolean isIdle() {
    return !answering && headSince == 0;
  }

  /** How long nothing has been on its way, in nanoseconds. */
  long idleFor(long now) {
    return now - idleSince;
  }

  @Override
  public void onClose(@Nullable Throwable failure) {
    super.onClose(failure);
    connections.closed(getChannel());
  }
}
