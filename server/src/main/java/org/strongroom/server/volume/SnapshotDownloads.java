package org.strongroom.server.volume;

import static org.strongroom.server.catalog.content.VolumeSnapshotTable.VOLUME_SNAPSHOT;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.jooq.DSLContext;
import org.strongroom.api.ApiException;
import org.strongroom.api.ResourceType;
import org.strongroom.server.backupstorage.record.Purpose;
import org.strongroom.server.backupstorage.record.StorageRow;
import org.strongroom.server.backupstorage.record.StorageRows;
import org.strongroom.server.caller.Call;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.caller.Origin;
import org.strongroom.server.caller.Uuid;
import org.strongroom.server.volume.record.CopyFindings;
import org.strongroom.server.volume.record.SnapshotCopy;
import org.strongroom.server.volume.record.SnapshotRow;
import org.strongroom.server.volume.repository.OpenGeneration;
import org.strongroom.server.volume.repository.Repositories;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.repository.file.RepositoryException;
import org.strongroom.storage.source.guard.LeastRate;

/** Reads the disks of volume snapshots back, without a restore. */
public final class SnapshotDownloads {
  /** At a time on a node; each has a cache and an index in memory. */
  static final int MOST = 8;

  /** Three quarters, as of the turns of a storage: who stalls all of theirs keeps nobody out. */
  static final int MOST_OF_ACCOUNT = 6;

  private final VolumeParts parts;
  private final Repositories repositories;
  private final CopyFindings findings;
  private final Semaphore places = new Semaphore(MOST);
  private final Map<String, Integer> ofAccounts = new ConcurrentHashMap<>();
  private final AtomicLong refused = new AtomicLong();
  private volatile boolean refusedOnce;

  SnapshotDownloads(VolumeParts parts, Repositories repositories, CopyFindings findings) {
    this.parts = parts;
    this.repositories = repositories;
    this.findings = findings;
  }

  /**
   * Finds the copies that can be read now.
   *
   * @param storageUuid the only storage that will do, if one is named
   * @throws ApiException SYS.1003 if there is none, or it is another account's; SYS.1006 if no copy
   *     can be read
   */
  public Download open(
      String snapshotUuid, Optional<String> storageUuid, Caller caller, String requestId) {
    Origin.current().known(caller.accountUuid()); // whose turn of the storage it takes
    SnapshotRow snapshot =
        parts
            .database()
            .read(sql -> {
              SnapshotRow row = SnapshotRow.require(snapshotUuid, sql);
              checkSeen(row, caller, sql);
              return row;
            });
    List<String> obstacles = new ArrayList<>();
    List<SnapshotCopy> usable = new ArrayList<>();
    for (SnapshotCopy copy : parts.database().read(sql -> SnapshotCopy.all(snapshot.uuid(), sql))) {
      if (storageUuid.isPresent() && !storageUuid.get().equals(copy.storageUuid())) {
        continue;
      }
      if (!copy.is(SnapshotCopy.READY) || copy.generation().isEmpty()) {
        obstacles.add("%s is %s".formatted(copy.label(), copy.status()));
        continue;
      }
      try {
        parts.rules().check(storage(copy), Purpose.READ);
        usable.add(copy);
      } catch (ApiException e) {
        obstacles.add(e.error().details());
      }
    }
    if (usable.isEmpty()) {
      throw unreadable(snapshot, obstacles);
    }
    return new Download(snapshot, usable, new Call(caller, "", requestId));
  }

  /** As in queries, what is another's is not there. */
  private static void checkSeen(SnapshotRow snapshot, Caller caller, DSLContext sql) {
    String owner =
        sql.select(VOLUME_SNAPSHOT.ACCOUNT_UUID)
            .from(VOLUME_SNAPSHOT)
            .where(VOLUME_SNAPSHOT.UUID.eq(snapshot.uuid()))
            .fetchOne(VOLUME_SNAPSHOT.ACCOUNT_UUID);
    boolean seen = owner == null ? caller.limitedTo().isEmpty() : caller.mayUse(owner);
    if (!seen) {
      throw ApiException.notFound(ResourceType.VOLUME_SNAPSHOT, snapshot.uuid());
    }
  }

  private void takePlace(String account) {
    boolean share = ofAccounts.merge(account, 1, Integer::sum) <= MOST_OF_ACCOUNT;
    if (share && places.tryAcquire()) {
      return;
    }
    forget(account);
    if (share) {
      refused.set(System.nanoTime());
      refusedOnce = true;
    }
    throw ApiException.busy(
        share
            ? "%d snapshots are being read, as many as can be".formatted(MOST)
            : "the account reads %d snapshots, as many as one can".formatted(MOST_OF_ACCOUNT));
  }

  private void leavePlace(String account) {
    forget(account);
    places.release();
  }

  private void forget(String account) {
    ofAccounts.computeIfPresent(account, (uuid, count) -> count > 1 ? count - 1 : null);
  }

  /** Whether somebody found no place of late: who is refused here asks again. */
  boolean othersWait() {
    return refusedOnce && System.nanoTime() - refused.get() < LeastRate.USUAL_WHILE.toNanos();
  }

  private StorageRow storage(SnapshotCopy copy) {
    return parts.database().read(sql -> StorageRows.require(copy.storageUuid(), sql));
  }

  private static ApiException unreadable(SnapshotRow snapshot, List<String> obstacles) {
    return ApiException.refused(
        obstacles.isEmpty()
            ? "no copy of %s can be read".formatted(snapshot.label())
            : "no copy of %s can be read: %s"
                .formatted(snapshot.label(), String.join("; ", obstacles)));
  }

  /** A disk that is ready to be read. */
  public final class Download {
    private final SnapshotRow snapshot;
    private final List<SnapshotCopy> copies;
    private final Call call;

    private Download(SnapshotRow snapshot, List<SnapshotCopy> copies, Call call) {
      this.snapshot = snapshot;
      this.copies = copies;
      this.call = call;
    }

    /** Bytes. */
    public long size() {
      return snapshot.size();
    }

    /** Names the content: a snapshot never changes. */
    public String tag() {
      return snapshot.uuid();
    }

    /** A name for the file, safe on a disk. */
    public String fileName() {
      return snapshot.name().replaceAll("[^\\p{IsAlphabetic}\\p{IsDigit}._-]+", "_") + ".raw";
    }

    /**
     * The disk from a byte on. Each block was compared with its digest before its first byte comes;
     * one that is damaged ends the stream with a failure, and the damage is recorded.
     *
     * @throws ApiException SYS.1006 if no copy can be opened; SYS.1004 if as many are read as can
     *     be
     */
    public InputStream from(long offset) throws IOException {
      takePlace(call.caller().accountUuid());
      boolean done = false;
      try {
        InputStream opened = firstGood(offset);
        done = true;
        return opened;
      } finally {
        if (!done) {
          leavePlace(call.caller().accountUuid());
        }
      }
    }

    private InputStream firstGood(long offset) throws IOException {
      List<String> obstacles = new ArrayList<>();
      for (SnapshotCopy copy : copies) {
        try {
          StorageDriver driver = parts.drivers().of(storage(copy));
          OpenGeneration generation =
              OpenGeneration.of(copy, repositories, driver, "download-" + Uuid.random());
          return new DiskStream(
              generation,
              offset,
              e -> findings.damaged(copy, told(e), call),
              () -> leavePlace(call.caller().accountUuid()));
        } catch (RepositoryException e) {
          if (CopyFindings.isDamage(e)) {
            findings.damaged(copy, told(e), call);
          }
          obstacles.add(copy.label() + ": " + e.getMessage());
        } catch (IOException | ApiException e) {
          obstacles.add(copy.label() + ": " + e.getMessage());
        }
      }
      throw unreadable(snapshot, obstacles);
    }

    private static String told(RepositoryException e) {
      return String.valueOf(e.getMessage());
    }

    /**
     * To be watched while its bytes are sent.
     *
     * @param cut closes the connection
     */
    public LeastRate leastRate(Runnable cut) {
      return leastRate(LeastRate.USUAL_WHILE, cut);
    }

    /**
     * The same over another while.
     *
     * @param over how long it may be too slow
     */
    public LeastRate leastRate(Duration over, Runnable cut) {
      return new LeastRate(over, SnapshotDownloads.this::othersWait, cut);
    }
  }
}
