package org.strongroom.server.schedule;

import static org.strongroom.server.catalog.content.VolumeSnapshotCopyTable.VOLUME_SNAPSHOT_COPY;
import static org.strongroom.server.catalog.content.VolumeSnapshotTable.VOLUME_SNAPSHOT;
import static org.strongroom.server.catalog.system.ScheduleGenerationTable.SCHEDULE_GENERATION;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.impl.DSL;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strongroom.api.ApiException;
import org.strongroom.api.OperationModel;
import org.strongroom.api.registry.Operations;
import org.strongroom.api.snapshot.DeleteVolumeSnapshot;
import org.strongroom.server.call.Calls;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.caller.Uuid;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.catalog.Transaction;

/**
 * The volume snapshots that schedules made, of which the oldest go. Only good ones count among
 * those that are kept, so that damaged ones never push out the last that can be restored.
 */
final class Generations {
  private static final Logger log = LoggerFactory.getLogger(Generations.class);

  /** The rest goes after the next backup. */
  private static final int AT_ONCE = 50;

  private final Database database;
  private final Calls calls;

  Generations(Database database, Calls calls) {
    this.database = database;
    this.calls = calls;
  }

  /** A schedule has begun to make a snapshot. */
  static void begun(String schedule, String snapshot, long now, Transaction transaction) {
    transaction
        .insertInto(SCHEDULE_GENERATION)
        .set(SCHEDULE_GENERATION.SNAPSHOT_UUID, snapshot)
        .set(SCHEDULE_GENERATION.SCHEDULE_UUID, schedule)
        .set(SCHEDULE_GENERATION.CREATED, now)
        .execute();
  }

  /**
   * Deletes those that are older than the newest good ones, by jobs of their own. What cannot be
   * deleted now, because it is being read say, is left for the next time.
   */
  void keepOnly(int good, String schedule) {
    OperationModel delete = Operations.of(DeleteVolumeSnapshot.class);
    for (String snapshot : older(good, schedule)) {
      try {
        calls.submitAccepted(
            delete,
            Map.of("uuid", snapshot),
            Optional.of(Caller.SYSTEM),
            new Calls.Submission(Uuid.random(), "schedule " + schedule));
      } catch (ApiException e) {
        log.info("volume snapshot {} is not deleted now: {}", snapshot, e.getMessage());
      }
    }
  }

  private List<String> older(int good, String schedule) {
    Condition isGood =
        VOLUME_SNAPSHOT
            .STATUS
            .eq("Ready")
            .and(
                DSL.exists(
                    DSL.selectOne()
                        .from(VOLUME_SNAPSHOT_COPY)
                        .where(VOLUME_SNAPSHOT_COPY.VOLUME_SNAPSHOT_UUID.eq(VOLUME_SNAPSHOT.UUID))
                        .and(VOLUME_SNAPSHOT_COPY.STATUS.eq("Ready"))
                        .and(VOLUME_SNAPSHOT_COPY.DAMAGE.isNull())));
    return database.read(sql -> {
      Long oldestKept =
          sql
              .select(SCHEDULE_GENERATION.CREATED)
              .from(SCHEDULE_GENERATION)
              .join(VOLUME_SNAPSHOT)
              .on(VOLUME_SNAPSHOT.UUID.eq(SCHEDULE_GENERATION.SNAPSHOT_UUID))
              .where(SCHEDULE_GENERATION.SCHEDULE_UUID.eq(schedule))
              .and(isGood)
              .orderBy(SCHEDULE_GENERATION.CREATED.desc(), SCHEDULE_GENERATION.SNAPSHOT_UUID)
              .limit(1)
              .offset(good - 1)
              .fetch(SCHEDULE_GENERATION.CREATED)
              .stream()
              .findFirst()
              .orElse(null);
      return oldestKept == null
          ? List.<String>of()
          : sql.select(SCHEDULE_GENERATION.SNAPSHOT_UUID)
              .from(SCHEDULE_GENERATION)
              .where(SCHEDULE_GENERATION.SCHEDULE_UUID.eq(schedule))
              .and(SCHEDULE_GENERATION.CREATED.lt(oldestKept))
              .orderBy(SCHEDULE_GENERATION.CREATED)
              .limit(AT_ONCE)
              .fetch(SCHEDULE_GENERATION.SNAPSHOT_UUID);
    });
  }
}
