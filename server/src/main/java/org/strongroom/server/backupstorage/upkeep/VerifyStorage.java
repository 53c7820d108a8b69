package org.strongroom.server.backupstorage.upkeep;

import static org.strongroom.server.catalog.storage.ReservationTable.RESERVATION;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jooq.DSLContext;
import org.strongroom.api.ApiError;
import org.strongroom.api.ApiException;
import org.strongroom.api.backupstorage.VerifyBackupStorage;
import org.strongroom.server.backupstorage.record.Purpose;
import org.strongroom.server.backupstorage.record.StorageRow;
import org.strongroom.server.backupstorage.record.StorageRows;
import org.strongroom.server.backupstorage.record.StorageRules;
import org.strongroom.server.caller.Call;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.job.Job;
import org.strongroom.server.job.JobDefinition;
import org.strongroom.server.job.Step;
import org.strongroom.server.job.UnfinishedJobs;
import org.strongroom.storage.driver.StorageDriver;

/**
 * VerifyBackupStorage: one thing after the other, the oldest proof first. What was looked at is
 * kept with each of them at once, so that a job that was cut off goes on where it was.
 */
public final class VerifyStorage
    implements JobDefinition<VerifyBackupStorage, VerifyBackupStorage.Reply> {
  private static final String STARTED = "started";
  private static final Duration GLANCE = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** So many that cannot be read are a storage that cannot be read. */
  private static final int MOST_UNREAD = 20;

  private final Database database;
  private final ReadyStorages storages;
  private final StorageRules rules;
  private final List<StorageContent> contents;
  private final LongSupplier bytesPerSecond;
  private final InstantSource clock;

  /**
   * @param contents may grow until the first job runs
   * @param bytesPerSecond that are read of a storage; 0 is no limit
   */
  public VerifyStorage(
      Database database,
      ReadyStorages storages,
      StorageRules rules,
      List<StorageContent> contents,
      LongSupplier bytesPerSecond,
      InstantSource clock) {
    this.database = database;
    this.storages = storages;
    this.rules = rules;
    this.contents = contents;
    this.bytesPerSecond = bytesPerSecond;
    this.clock = clock;
  }

  @Override
  public Class<VerifyBackupStorage> operation() {
    return VerifyBackupStorage.class;
  }

  @Override
  public Start accept(VerifyBackupStorage request, Call call, Transaction transaction) {
    StorageRow storage = StorageRows.lock(request.uuid(), transaction);
    running(storage.uuid(), transaction.sql())
        .ifPresent(job -> {
          throw ApiException.busy(
              "%s is being verified already, by the job %s".formatted(storage.label(), job));
        });
    rules.check(storage, Purpose.INSPECT);
    return new Start(storage.uuid(), Map.of(STARTED, Long.toString(clock.millis())));
  }

  /** The job that verifies a storage now. */
  static Optional<String> running(String storageUuid, DSLContext sql) {
    return UnfinishedJobs.of(VerifyBackupStorage.class, storageUuid, sql);
  }

  @Override
  public List<Step<VerifyBackupStorage>> steps() {
    return List.of(Step.of("verify", this::verify));
  }

  private void verify(VerifyBackupStorage request, Job job) throws Exception {
    String storage = request.uuid();
    long age = TimeUnit.SECONDS.toMillis(request.olderThan());
    LongSupplier before = () -> Math.min(started(job), clock.millis()) - age;
    long all =
        database.read(
            sql -> contents.stream().mapToLong(c -> c.due(storage, before.getAsLong(), sql)).sum());
    long done = 0;
    Pace pace = new Pace(bytesPerSecond);
    Set<String> unread = new HashSet<>();
    IOException why = null;
    Optional<StorageContent.Item> next = oldest(storage, before, unread);
    while (next.isPresent()) {
      job.checkStopped();
      giveWay(storage, job);
      ReadyStorages.Ready ready = storages.await(storage, Purpose.INSPECT, job);
      try {
        prove(next.get(), request, ready.driver(), job, new Reading(job, pace, done, all));
      } catch (IOException e) {
        job.checkStopped();
        why = e;
        unread.add(next.get().key());
      }
      if (unread.size() == MOST_UNREAD) {
        break;
      }
      done += next.get().bytes();
      next = oldest(storage, before, unread);
    }
    if (why != null) {
      throw new IOException(
          "%d could not be read, the last because of: %s"
              .formatted(unread.size(), why.getMessage()),
          why);
    }
  }

  private static void prove(
      StorageContent.Item item,
      VerifyBackupStorage request,
      StorageDriver driver,
      Job job,
      Reading reading)
      throws IOException {
    if (request.deep()) {
      item.proveDeeply(driver, job.call(), reading::at);
    } else {
      item.prove(driver, job.call(), reading::at);
    }
  }

  /**
   * @param before asked anew each time: were the clock set back, what was just looked at would else
   *     be due again for ever
   */
  private Optional<StorageContent.Item> oldest(
      String storage, LongSupplier before, Set<String> except) {
    return database.read(sql ->
        contents.stream()
            .flatMap(content -> content.oldest(storage, before.getAsLong(), except, sql).stream())
            .findFirst());
  }

  /** Lets those who write to the storage go first, for a while. */
  private void giveWay(String storage, Job job) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end
        && database.read(
            sql -> sql.fetchExists(RESERVATION, RESERVATION.BACKUP_STORAGE_UUID.eq(storage)))) {
      job.checkStopped();
      Thread.sleep(GLANCE);
    }
  }

  private static long started(Job job) {
    return Long.parseLong(job.recall(STARTED).orElseThrow());
  }

  @Override
  public VerifyBackupStorage.Reply complete(
      VerifyBackupStorage request, Job job, Transaction transaction) {
    StorageContent.Tally found =
        contents.stream()
            .map(content -> content.tally(request.uuid(), started(job), transaction.sql()))
            .reduce(new StorageContent.Tally(0, 0), StorageContent.Tally::plus);
    return new VerifyBackupStorage.Reply(request.uuid(), found.verified(), found.damaged());
  }

  @Override
  public void abandon(
      VerifyBackupStorage request, Job job, ApiError error, Transaction transaction) {
    // What was found is kept with what it was found of.
  }

  /** The reading of one thing among all. */
  private static final class Reading {
    private final Job job;
    private final Pace pace;
    private final long before;
    private final long all;
    private long last;

    Reading(Job job, Pace pace, long before, long all) {
      this.job = job;
      this.pace = pace;
      this.before = before;
      this.all = all;
    }

    void at(long bytes) {
      job.progress().advance(before + bytes, all);
      pace.after(Math.max(0, bytes - last));
      last = bytes;
    }
  }
}
