package org.strongroom.storage.driver.swift.session;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.strongroom.storage.source.GuardedHttp;
import org.strongroom.storage.source.HttpBody;
import org.strongroom.storage.source.HttpCall;
import org.strongroom.storage.source.HttpReply;

/**
 * One call over the wire, cut when it makes no progress or takes too long in all: the time-outs of
 * sockets bound neither what is sent nor answers that drip. A watching virtual thread does it.
 */
public final class WatchedCall implements AutoCloseable {
  private final long idleNanos;
  private final long end;
  private final Thread watcher;
  private volatile long progress = System.nanoTime();
  private volatile boolean timedOut;
  private volatile @Nullable Runnable abort;
  private @Nullable HttpReply reply;

  private WatchedCall(Duration idle, Duration whole) {
    this.idleNanos = idle.toNanos();
    this.end = progress + whole.toNanos();
    this.watcher = Thread.ofVirtual().name("swift call").start(this::watch);
  }

  /** Sends a call; the answer's headers have come when this returns. */
  static WatchedCall send(GuardedHttp http, HttpCall call, Duration idle, Duration whole)
      throws IOException {
    var watched = new WatchedCall(idle, whole);
    boolean done = false;
    try {
      watched.reply = http.send(watched.counted(call), abort -> watched.abort = abort);
      watched.progress = System.nanoTime();
      done = true;
      return watched;
    } catch (IOException e) {
      throw watched.explained(e);
    } finally {
      if (!done) {
        watched.close();
      }
    }
  }

  private HttpCall counted(HttpCall call) {
    return call.body()
        .map(body ->
            new HttpCall(
                call.method(),
                call.uri(),
                call.target(),
                call.headers(),
                Optional.of(new HttpBody(body.length(), () -> counted(body.opening().open())))))
        .orElse(call);
  }

  private InputStream counted(InputStream in) {
    return new FilterInputStream(in) {
      @Override
      public int read(byte[] target, int offset, int count) throws IOException {
        progress = System.nanoTime();
        return super.read(target, offset, count);
      }
    };
  }

  private HttpReply reply() {
    HttpReply answered = reply;
    if (answered == null) {
      throw new IllegalStateException("not sent");
    }
    return answered;
  }

  /** The answer, read to its end. */
  SwiftAnswer answer(int longest) throws IOException {
    HttpReply answered = reply();
    byte[] body;
    try {
      body = answered.body().readNBytes(longest + 1);
    } catch (IOException e) {
      throw explained(e);
    }
    if (body.length > longest) {
      throw new AnswerTooLongException(
          "the answer is longer than the %d bytes that are read of one".formatted(longest));
    }
    return new SwiftAnswer(
        answered.status(), answered.statusText().orElse(""), answered.headers(), body);
  }

  /** The status and the headers alone. */
  public SwiftAnswer head() {
    HttpReply answered = reply();
    return new SwiftAnswer(
        answered.status(), answered.statusText().orElse(""), answered.headers(), new byte[0]);
  }

  /** The body as it comes; the time of the whole call does not count any more, idle times do. */
  public InputStream body() {
    return reply().body();
  }

  /** Watches no more: the reading of a body has the time-outs of its socket. */
  void stopWatching() {
    watcher.interrupt();
  }

  private IOException explained(IOException e) {
    if (!timedOut) {
      return e;
    }
    var late = new SocketTimeoutException("the store does not go on");
    late.initCause(e);
    return late;
  }

  private void watch() {
    while (!Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(Math.min(idleNanos / 4, Math.max(1, end - System.nanoTime())));
      long now = System.nanoTime();
      if (!Thread.currentThread().isInterrupted() && (now - progress > idleNanos || now >= end)) {
        timedOut = true;
        Runnable ending = abort;
        if (ending != null) {
          ending.run();
        }
        return;
      }
    }
  }

  @Override
  public void close() {
    watcher.interrupt();
    HttpReply answered = reply;
    if (answered != null) {
      answered.close();
    }
  }
}
