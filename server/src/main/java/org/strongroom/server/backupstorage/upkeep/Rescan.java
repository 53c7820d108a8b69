package org.strongroom.server.backupstorage.upkeep;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.strongroom.server.backupstorage.record.StorageRow;
import org.strongroom.server.job.Job;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.StorageEntry;

/** One look through a storage, as those who look see it. */
public final class Rescan {
  private static final int AT_ONCE = 64;
  private static final long BREATH_MILLIS = 20;

  private final StorageRow storage;
  private final StorageDriver driver;
  private final Job job;
  private final boolean dryRun;
  private final boolean verify;
  private final RescanReport report;
  private final LiveWrites writes;
  private final Set<String> explained = new HashSet<>();
  private int seen;

  public Rescan(
      StorageRow storage,
      StorageDriver driver,
      Job job,
      boolean dryRun,
      boolean verify,
      RescanReport report,
      LiveWrites writes) {
    this.storage = storage;
    this.driver = driver;
    this.job = job;
    this.dryRun = dryRun;
    this.verify = verify;
    this.report = report;
    this.writes = writes;
  }

  public StorageRow storage() {
    return storage;
  }

  public StorageDriver driver() {
    return driver;
  }

  public Job job() {
    return job;
  }

  /** Whether nothing may be changed. */
  public boolean dryRun() {
    return dryRun;
  }

  /** Whether bytes are read before they are trusted. */
  public boolean verify() {
    return verify;
  }

  public RescanReport report() {
    return report;
  }

  /**
   * Between two things that are looked at: ends the look if the job is to stop, and leaves the
   * storage some time for others.
   */
  public void breathe() {
    job.checkStopped();
    if (++seen % AT_ONCE == 0) {
      try {
        Thread.sleep(BREATH_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        job.checkStopped();
      }
    }
  }

  /** This entry of the storage's directory is accounted for by who looked at it. */
  public void explain(String name) {
    explained.add(name);
  }

  public Set<String> explained() {
    return explained;
  }

  /** Somebody else's file, or what broken work left, and what it seems to be. */
  public void unknown(StorageEntry entry, @Nullable String reason) {
    if (writes.isTemporary(entry)) {
      if (!writes.isLive(entry)) {
        add(RescanReport.Kind.LEFTOVER, entry, "a write that broke off");
      }
      return;
    }
    add(RescanReport.Kind.UNKNOWN, entry, reason == null ? kind(entry) : reason);
  }

  private void add(RescanReport.Kind kind, StorageEntry entry, String reason) {
    report.add(kind, entry.path().toString(), null, null, entry.size(), reason);
  }

  private static String kind(StorageEntry entry) {
    return switch (entry.kind()) {
      case FILE -> "a file that nobody knows";
      case DIRECTORY -> "a directory that nobody knows";
      case SYMBOLIC_LINK -> "a symbolic link";
      case OTHER -> "neither a file nor a directory";
    };
  }
}
