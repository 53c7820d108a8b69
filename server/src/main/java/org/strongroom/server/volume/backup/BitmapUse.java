package org.strongroom.server.volume.backup;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.ResourceType;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.event.EventLog;
import org.strongroom.server.job.Job;
import org.strongroom.server.volume.record.BitmapTrust;
import org.strongroom.server.volume.record.SnapshotRow;
import org.strongroom.storage.format.ChangedBlocks;
import org.strongroom.storage.nbd.client.NbdRefusedException;
import org.strongroom.storage.repository.BackupResult;
import org.strongroom.storage.repository.file.ContentId;
import org.strongroom.storage.repository.work.BackupFacts;

/** The dirty bitmap of a backup, from the begin of its job to its end. */
public final class BitmapUse {
  private static final String BASE = "bitmap base";
  private static final String COMPARES = "bitmap compares";
  private static final String OBSTACLE = "bitmap obstacle";
  private static final String FOUND = "bitmap found";
  private static final String UNREAD = "bitmap unread";
  private static final String UNLISTED = "bitmap unlisted";

  private final Job job;
  private @Nullable String obstacle;
  private boolean unread;

  public BitmapUse(Job job) {
    this.job = job;
    this.obstacle = job.recall(OBSTACLE).orElse(null);
  }

  /** What the job remembers from its begin. */
  public static Map<String, String> start(BitmapTrust.Plan plan, Map<String, String> start) {
    Map<String, String> all = new HashMap<>(start);
    if (plan.base() != null) {
      all.put(BASE, plan.base());
    }
    if (plan.obstacle() != null) {
      all.put(OBSTACLE, plan.obstacle());
    }
    all.put(COMPARES, Boolean.toString(plan.compares()));
    return all;
  }

  /** The snapshot since which it tells of changes. */
  public Optional<String> base() {
    return job.recall(BASE);
  }

  /**
   * The facts with what the bitmap tells, if it is to be believed.
   *
   * @param bitmap empty if the export has none of that name
   * @param base the generation since which it tells of changes
   * @param sameSize whether that is as large as the disk
   */
  public BackupFacts advise(
      BackupFacts facts,
      Optional<ChangedBlocks> bitmap,
      Optional<ContentId> base,
      boolean sameSize) {
    job.remember(FOUND, Boolean.toString(bitmap.isPresent()));
    if (bitmap.isEmpty()) {
      obstacle = "the export has none of that name, or it is inconsistent";
    } else if (obstacle == null && job.lease().writeIds().size() > 1) {
      obstacle = "the job was broken off before, and it may have been cleared since";
    } else if (obstacle == null && (base.isEmpty() || !facts.parent().equals(base))) {
      obstacle = "the storage has another snapshot as the one before";
    } else if (obstacle == null && !sameSize) {
      obstacle = "the disk has another size than the snapshot before";
    }
    if (obstacle != null) {
      return facts;
    }
    ChangedBlocks advice = new Advice(bitmap.orElseThrow());
    boolean compares = job.recall(COMPARES).filter(Boolean::parseBoolean).isPresent();
    unread = !compares;
    return compares ? facts.compared(advice) : facts.changedOnly(advice);
  }

  /** What is not told has changed. */
  private static final class Advice implements ChangedBlocks {
    private final ChangedBlocks bitmap;
    private boolean refused;

    Advice(ChangedBlocks bitmap) {
      this.bitmap = bitmap;
    }

    @Override
    public boolean changed(long position, long length) throws IOException {
      try {
        return refused || bitmap.changed(position, length);
      } catch (NbdRefusedException e) {
        refused = true;
        return true;
      }
    }
  }

  /** After the backup. */
  public void remember(BackupResult result) {
    boolean whole = result.remark().isPresent();
    job.remember(UNREAD, Boolean.toString(unread && !whole));
    result.remark().ifPresent(remark -> job.remember(OBSTACLE, remark));
    if (obstacle != null) {
      job.remember(OBSTACLE, obstacle);
    }
    result
        .unlisted()
        .ifPresent(unlisted ->
            job.remember(
                UNLISTED,
                "%d blocks differ from the snapshot before that it had not told of, the first at"
                        .formatted(unlisted.blocks())
                    + " byte "
                    + unlisted.first()));
  }

  /** At the end of the job: what the bitmap is worth next time, and events about what it was. */
  public static void end(
      String name, SnapshotRow snapshot, Job job, EventLog events, Transaction transaction) {
    String volume = snapshot.volumeUuid();
    if (volume == null) {
      return;
    }
    Optional<String> unlisted = job.recall(UNLISTED);
    if (unlisted.isPresent()) {
      BitmapTrust.distrust(volume, name, transaction);
      String reason =
          "bitmap %s: %s. The snapshots by it since everything was last read, up to nine before this"
                  .formatted(name, unlisted.get())
              + " one, may lack changes too; it is not used any more";
      events.write(event(snapshot, "BitmapWrong", reason), job.call(), transaction);
    }
    if (job.recall(FOUND).filter(Boolean::parseBoolean).isPresent()) {
      boolean unread = job.recall(UNREAD).filter(Boolean::parseBoolean).isPresent();
      BitmapTrust.end(volume, name, snapshot.uuid(), job.uuid(), unread, transaction);
    }
    job.recall(OBSTACLE)
        .ifPresent(why ->
            events.write(
                event(
                    snapshot,
                    "BitmapNotUsed",
                    "the whole disk was read. Bitmap %s: %s".formatted(name, why)),
                job.call(),
                transaction));
  }

  private static EventLog.Event event(SnapshotRow snapshot, String what, String reason) {
    return new EventLog.Event(
        ResourceType.VOLUME_SNAPSHOT, snapshot.uuid(), snapshot.name(), what, null, null, reason);
  }
}
