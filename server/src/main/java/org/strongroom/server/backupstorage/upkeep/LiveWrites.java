package org.strongroom.server.backupstorage.upkeep;

import static org.strongroom.server.catalog.system.JobTable.JOB;

import java.time.Duration;
import java.time.InstantSource;
import org.strongroom.server.catalog.Database;
import org.strongroom.storage.driver.StorageEntry;
import org.strongroom.storage.driver.TemporaryName;

/** Tells temporary files that somebody still writes from those that broken work left. */
public final class LiveWrites {
  /** What no job writes, such as a manifest or a marker, is written in no time. */
  private static final Duration MOMENT = Duration.ofSeconds(10);

  private static final int ID_AT = 1;
  private static final int ID_LENGTH = 32;

  private final Database database;
  private final InstantSource clock;

  public LiveWrites(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  boolean isTemporary(StorageEntry entry) {
    return entry.kind() == StorageEntry.Kind.FILE && TemporaryName.matches(entry.path().name());
  }

  /** Whether the job that began the file is not over, or it was touched this moment. */
  boolean isLive(StorageEntry entry) {
    String writeId = entry.path().name().substring(ID_AT, ID_AT + ID_LENGTH);
    boolean running =
        database.read(sql -> sql.fetchExists(JOB, JOB.UUID.eq(writeId).and(JOB.LEASE.isNotNull())));
    return running || entry.modified().isAfter(clock.instant().minus(MOMENT));
  }
}
