package org.strongroom.server.bucket;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.strongroom.api.ApiError;
import org.strongroom.api.ApiException;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.imagebackup.UploadImageBackup;
import org.strongroom.api.inventory.ImageBackupInventory;
import org.strongroom.server.caller.Call;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.job.Job;
import org.strongroom.server.job.JobDefinition;
import org.strongroom.server.job.Step;
import org.strongroom.storage.driver.s3.bucket.NewObject;

/** Uploads known bytes as a job would, in two parts; can be held up and made to fail. */
final class UploadingJob
    implements JobDefinition<UploadImageBackup, InventoryReply<ImageBackupInventory>> {
  static final String KEY = "backups/uploaded.ova";
  static final byte[] BYTES = bytes();

  /** Where reading waits, and what it tells then; none for not at all. */
  static final AtomicReference<Hold> HOLD = new AtomicReference<>(Hold.NONE);

  /** Whether the job fails when all is uploaded. */
  static volatile boolean failsAtTheEnd;

  private final Buckets buckets;

  UploadingJob(Buckets buckets) {
    this.buckets = buckets;
  }

  record Hold(long at, CountDownLatch reached) {
    static final Hold NONE = new Hold(Long.MAX_VALUE, new CountDownLatch(0));
  }

  private static byte[] bytes() {
    byte[] bytes = new byte[40 << 20];
    new Random(1).nextBytes(bytes);
    return bytes;
  }

  static NewObject object() {
    try {
      String digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(BYTES));
      return new NewObject(KEY, BYTES.length, digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Class<UploadImageBackup> operation() {
    return UploadImageBackup.class;
  }

  @Override
  public Start accept(UploadImageBackup request, Call call, Transaction transaction) {
    buckets.use(bucket(request), call.jobUuid(), transaction);
    return new Start(request.uuid(), Map.of());
  }

  private static String bucket(UploadImageBackup request) {
    return Objects.requireNonNull(request.bucketUuid());
  }

  @Override
  public List<Step<UploadImageBackup>> steps() {
    return List.of(
        new Step<>() {
          @Override
          public String name() {
            return "upload";
          }

          @Override
          public void run(UploadImageBackup request, Job job) throws IOException {
            buckets.uploads().upload(job, bucket(request), object(), UploadingJob::open);
            if (failsAtTheEnd) {
              throw ApiException.refused("as asked");
            }
          }

          @Override
          public void undo(UploadImageBackup request, Job job) throws IOException {
            buckets.uploads().undo(job);
          }
        });
  }

  private static InputStream open(long offset) {
    InputStream bytes = new ByteArrayInputStream(BYTES, (int) offset, BYTES.length - (int) offset);
    return new FilterInputStream(bytes) {
      private long position = offset;

      @Override
      public int read(byte[] target, int at, int count) throws IOException {
        Hold hold = HOLD.get();
        if (position >= hold.at()) {
          hold.reached().countDown();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
          }
        }
        int got = super.read(target, at, count);
        position += Math.max(0, got);
        return got;
      }
    };
  }

  @Override
  public InventoryReply<ImageBackupInventory> complete(
      UploadImageBackup request, Job job, Transaction transaction) {
    buckets.uploads().keep(job.uuid(), transaction);
    return new InventoryReply<>(null);
  }

  @Override
  public void abandon(UploadImageBackup request, Job job, ApiError error, Transaction transaction) {
    buckets.uploads().drop(job.uuid(), transaction);
  }
}
