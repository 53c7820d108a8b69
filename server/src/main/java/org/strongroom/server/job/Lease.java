package org.strongroom.server.job;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.catalog.Work;
import org.strongroom.storage.driver.Fence;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.layer.FencedDriver;

/**
 * One run's right to carry on its job. Whoever takes the job up next raises the job's epoch, which
 * ends the right of all earlier runs. A run that was paused does not know that, so it asks before
 * each effect that it could not take back.
 */
public final class Lease implements Fence {
  private static final int ATTEMPTS = 3;

  private final Database database;
  private final JobRows rows;
  private final String jobUuid;
  private final int epoch;
  private volatile long confirmed = System.nanoTime();
  private volatile boolean lost;

  /** The right of a run that begins now. */
  Lease(Database database, JobRows rows, String jobUuid, int epoch) {
    this.database = database;
    this.rows = rows;
    this.jobUuid = jobUuid;
    this.epoch = epoch;
  }

  int epoch() {
    return epoch;
  }

  /**
   * Names what this run writes before it takes its place, so that no other run of the job takes it
   * for its own: the job's uuid and the epoch.
   */
  public String writeId() {
    return jobUuid + "-" + epoch;
  }

  /**
   * Returns if nobody can take the job up before the effect that follows at once. The database is
   * asked each time: no clock of this machine need have gone on while the machine was paused.
   *
   * @throws LostLeaseException if the job was taken up by another run
   */
  @Override
  public void confirm() {
    Duration needed = rows.lease().dividedBy(2);
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      long asked = System.nanoTime();
      if (remaining(needed).compareTo(needed) >= 0 && since(asked).compareTo(needed) < 0) {
        confirmed(asked);
        return;
      }
    }
    throw new LostLeaseException(jobUuid);
  }

  /** For how long nobody else may take the job up; renewed if that is less than needed. */
  private Duration remaining(Duration needed) {
    if (lost) {
      throw new LostLeaseException(jobUuid);
    }
    Optional<Duration> remaining = database.read(sql -> rows.remaining(jobUuid, epoch, sql));
    if (remaining.filter(time -> time.compareTo(needed) >= 0).isPresent()) {
      return remaining.get();
    }
    boolean renewed =
        remaining.isPresent()
            && database.write(transaction -> rows.renew(jobUuid, epoch, transaction));
    if (!renewed) {
      lost = true;
      throw new LostLeaseException(jobUuid);
    }
    return rows.lease();
  }

  /** A storage whose every change this run confirms before. */
  public StorageDriver fence(StorageDriver driver) {
    return new FencedDriver(driver, this);
  }

  /** The {@link #writeId()} of this run and of all runs before it. */
  public List<String> writeIds() {
    return IntStream.rangeClosed(1, epoch).mapToObj(run -> jobUuid + "-" + run).toList();
  }

  /**
   * A transaction of this run: it does not commit once another run has taken the job up. Steps need
   * this only on threads of their own: what they write on the job's thread is {@link #within} it.
   *
   * @throws LostLeaseException if that is so
   */
  public <T extends @Nullable Object> T write(Work<T> work) {
    return within(() -> database.write(work));
  }

  /**
   * Keeps what the job remembers now, without waiting for the step's end: what a later run has to
   * know if this one is cut off after its next effect.
   *
   * @throws LostLeaseException if another run has taken the job up
   */
  public void keep(Job job) {
    database.writePatiently(transaction -> {
      rows.keep(job, transaction);
      return true;
    });
  }

  /** Runs something of this run, whose every write to the catalog is a write of this run. */
  <T extends @Nullable Object, X extends Throwable> T within(ScopedValue.CallableOp<T, X> work)
      throws X {
    // last, as in the transaction that ends a job: everybody locks jobs after what they are about
    return database.checking(transaction -> rows.requireOwned(jobUuid, epoch, transaction), work);
  }

  /** The database has confirmed the lease, asked at this time of {@link System#nanoTime()}. */
  void confirmed(long asked) {
    confirmed = asked;
  }

  /** Whether so much time went by without a confirmation that the job may be another's by now. */
  boolean isLate() {
    return since(confirmed).compareTo(rows.lease().multipliedBy(9).dividedBy(10)) > 0;
  }

  private static Duration since(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }

  void lose() {
    lost = true;
  }

  boolean isLost() {
    return lost;
  }
}
