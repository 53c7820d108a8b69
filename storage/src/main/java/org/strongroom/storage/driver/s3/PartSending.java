package org.strongroom.storage.driver.s3;

import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;
import org.strongroom.storage.driver.s3.bucket.Bucket;
import org.strongroom.storage.driver.s3.bucket.PartInMemory;
import org.strongroom.storage.driver.s3.bucket.PartSum;
import org.strongroom.storage.driver.s3.call.BucketException;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** A part on its way to a store, on a thread of its own. */
final class PartSending {
  private static final int TRIES = 3;

  /**
   * MiB that all uploads together may have on their way beside one part each: many at once send one
   * part after the other.
   */
  private static final Semaphore MEMORY =
      new Semaphore((int) Math.max(64, Math.min(4096, Runtime.getRuntime().maxMemory() >> 22)));

  private final Bucket bucket;
  private final PartInMemory part;
  private final PartSum.Kind sums;
  private final FutureTask<Sent> task = new FutureTask<>(this::send);
  private int taken;
  private volatile boolean stopped;

  /** One that is not on its way yet. */
  PartSending(Bucket bucket, PartInMemory part, PartSum.Kind sums) {
    this.bucket = bucket;
    this.part = part;
    this.sums = sums;
  }

  void start() {
    Thread.ofVirtual().name("s3 part").start(task);
  }

  /**
   * What the store answered.
   *
   * @param proven whether the answer does not speak against it
   * @param confirmed whether the answer speaks for it
   */
  record Sent(String etag, PartSum sum, boolean proven, boolean confirmed) {}

  PartInMemory part() {
    return part;
  }

  /**
   * Whether there is memory for it beside what all uploads have on their way. None for one that was
   * stopped: nobody would give it back.
   */
  synchronized boolean takeMemory() {
    int mebibytes = Math.max(1, part.length() >> 20);
    if (!stopped && MEMORY.tryAcquire(mebibytes)) {
      taken = mebibytes;
      return true;
    }
    return false;
  }

  synchronized void giveMemory() {
    MEMORY.release(taken);
    taken = 0;
  }

  /** Waits until it is there. */
  Sent await() throws IOException {
    try {
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StorageException(Reason.FAILED, "interrupted while writing to " + bucket, e);
    } catch (CancellationException e) {
      throw new StorageException(
          Reason.FAILED, "the write of '%s' was closed".formatted(part.key()), e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException told) {
        throw told;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Ends it, whether it was started or will be. */
  synchronized void stop() {
    stopped = true;
    task.cancel(true);
    giveMemory();
  }

  private Sent send() throws IOException {
    PartSum sum = sum();
    String before = "";
    for (int tries = 1; ; tries++) {
      UploadPartResponse answer = part.send(sum, bucket.calls());
      if (answer.eTag() == null) {
        throw new BucketException(
            BucketException.Reason.FAILED,
            bucket + " gives no ETag for a part, so no upload can be completed");
      }
      if (sum.mayBe(answer) || stopped) {
        return new Sent(answer.eTag(), sum, true, sum.isConfirmedBy(answer));
      }
      // One that is the same for the same bytes may be something of the store's own.
      if (tries == TRIES || answer.eTag().equals(before)) {
        if (sums == PartSum.Kind.CRC32C) {
          bucket.crc().distrust("its store did not confirm one that is right");
          throw new BucketException(
              BucketException.Reason.FAILED,
              bucket + " does not confirm the checksum of a part, as it did before");
        }
        return new Sent(answer.eTag(), sum, false, false);
      }
      before = answer.eTag();
    }
  }

  /** On the pool: virtual threads have no time for it. */
  private PartSum sum() {
    return CompletableFuture.supplyAsync(
            () -> PartSum.of(sums, part.bytes(), part.length()), bucket.hashing())
        .join();
  }
}
