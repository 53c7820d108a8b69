package org.strongroom.testing;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** What a {@link MisbehavingSshServer} does wrong; nothing at first. Switched while it runs. */
public final class Misbehaviour {
  private volatile int longestRead = Integer.MAX_VALUE;
  private volatile long sizeError;
  private volatile boolean readOnly;
  private volatile boolean refuseLogins;
  private volatile boolean cannotSync;
  private volatile boolean sendNoPermissions;
  private volatile boolean tellAbsurdSizes;
  private volatile Duration delay = Duration.ZERO;
  private volatile CountDownLatch hanging = new CountDownLatch(0);
  private final AtomicLong untilCut = new AtomicLong(Long.MAX_VALUE);
  private final AtomicLong untilFull = new AtomicLong(Long.MAX_VALUE);
  private final AtomicLong untilOverQuota = new AtomicLong(Long.MAX_VALUE);

  private final AtomicLong untilFault = new AtomicLong(Long.MAX_VALUE);
  private volatile RequestFault requestFault = RequestFault.REFUSED;

  /** What becomes of one SFTP request. */
  public enum RequestFault {
    /** It is answered with a failure, and nothing is done. */
    REFUSED,
    /** The connection is cut before it is carried out. */
    CUT_BEFORE,
    /** The connection is cut after it was carried out: its answer is lost. */
    CUT_AFTER
  }

  Misbehaviour() {}

  /** Has the n-th SFTP request from now on, counted from 1, meet this fault; the others go well. */
  public void faultAtRequest(long n, RequestFault fault) {
    requestFault = fault;
    untilFault.set(n);
  }

  /** Whether the request that was to meet a fault has come. */
  public boolean faultWasMet() {
    return untilFault.get() <= 0;
  }

  Optional<RequestFault> atRequest() {
    return untilFault.decrementAndGet() == 0 ? Optional.of(requestFault) : Optional.empty();
  }

  /** Answers a read with at most so many bytes. */
  public void shortReads(int bytes) {
    longestRead = bytes;
  }

  /** Reports every file so many bytes longer, or shorter, than it is. */
  public void lieAboutSize(long difference) {
    sizeError = difference;
  }

  /** Cuts the connection when so many more bytes have been read or written. */
  public void cutAfter(long bytes) {
    untilCut.set(bytes);
  }

  /** Has no space left when so many more bytes have been written. */
  public void fullAfter(long bytes) {
    untilFull.set(bytes);
  }

  /** Takes nothing more when so many more bytes have been written, while the disk has room. */
  public void overQuotaAfter(long bytes) {
    untilOverQuota.set(bytes);
  }

  /** Leaves the permissions, which tell files from directories, out of all attributes. */
  public void sendNoPermissions(boolean on) {
    sendNoPermissions = on;
  }

  boolean sendsNoPermissions() {
    return sendNoPermissions;
  }

  /** Tells of a file system with as many blocks as a number can count. */
  public void tellAbsurdSizes(boolean on) {
    tellAbsurdSizes = on;
  }

  boolean tellsAbsurdSizes() {
    return tellAbsurdSizes;
  }

  /** Refuses to create, change or remove anything. */
  public void readOnly(boolean on) {
    readOnly = on;
  }

  /** Offers new connections no way to bring files to the disk. */
  public void cannotSync(boolean on) {
    cannotSync = on;
  }

  boolean cannotSync() {
    return cannotSync;
  }

  /** Refuses every credential. */
  public void refuseLogins(boolean on) {
    refuseLogins = on;
  }

  /** Waits before every answer to a read or write. */
  public void delay(Duration time) {
    delay = time;
  }

  /** Answers no read or write until {@link #behave}. */
  public void hang() {
    hanging = new CountDownLatch(1);
  }

  /** Does everything right again. */
  public void behave() {
    longestRead = Integer.MAX_VALUE;
    sizeError = 0;
    readOnly = false;
    refuseLogins = false;
    delay = Duration.ZERO;
    untilCut.set(Long.MAX_VALUE);
    untilFull.set(Long.MAX_VALUE);
    untilFault.set(Long.MAX_VALUE);
    untilOverQuota.set(Long.MAX_VALUE);
    sendNoPermissions = false;
    tellAbsurdSizes = false;
    hanging.countDown();
  }

  int longestRead() {
    return longestRead;
  }

  long sizeError() {
    return sizeError;
  }

  boolean refusesLogins() {
    return refuseLogins;
  }

  void beforeChange(String what) throws IOException {
    if (readOnly) {
      throw new java.nio.file.AccessDeniedException(what);
    }
  }

  /** Answers whether the connection is to be cut now. */
  boolean beforeTransfer(long bytes) throws IOException {
    try {
      hanging.await();
      if (!delay.isZero()) {
        new CountDownLatch(1).await(delay.toNanos(), TimeUnit.NANOSECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    return untilCut.addAndGet(-bytes) < 0;
  }

  boolean isFull() {
    return untilFull.get() < 0;
  }

  void beforeWrite(long bytes) throws IOException {
    if (untilFull.addAndGet(-bytes) < 0) {
      throw new IOException("No space left on device");
    }
    if (untilOverQuota.addAndGet(-bytes) < 0) {
      throw new IOException("Failure");
    }
  }
}
