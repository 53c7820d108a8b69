package org.strongroom.server.volume.record;

import static org.strongroom.server.catalog.content.VolumeBitmapTable.VOLUME_BITMAP;
import static org.strongroom.server.catalog.content.VolumeSnapshotTable.VOLUME_SNAPSHOT;
import static org.strongroom.server.catalog.content.VolumeTable.VOLUME;

import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.storage.source.ImageUrlException;
import org.strongroom.storage.source.VolumeUrl;

/**
 * How far a dirty bitmap of a volume is believed. Whoever runs the machine makes, clears and swaps
 * bitmaps, and nothing in one says since when it tells of changes. It is believed only if the
 * snapshot before was made with it and is the volume's newest, lies on the same storage, and no
 * backup with it was tried since: that may have cleared it. Every tenth reads everything and
 * compares.
 */
public final class BitmapTrust {
  /** Snapshots by a bitmap between two for which everything is read. */
  static final int MOST_UNREAD = 9;

  private BitmapTrust() {}

  /**
   * What a backup makes of a bitmap.
   *
   * @param base the snapshot since which it tells of changes; null if it is not to be believed
   * @param compares whether everything is read all the same
   * @param obstacle why it is not believed; null if it is
   */
  public record Plan(@Nullable String base, boolean compares, @Nullable String obstacle) {}

  /**
   * A backup begins; in the transaction that begins it, before its snapshot is in the catalog. The
   * bitmap tells of nothing until the backup is done.
   */
  public static Plan begin(
      String volume, String name, String storage, String job, Transaction transaction) {
    var sql = transaction.sql();
    Optional<Record> known = find(volume, name, sql);
    Plan plan = plan(volume, known, storage, sql);
    boolean alone = !sql.fetchExists(VOLUME_SNAPSHOT, beingMade(volume));
    if (known.isEmpty()) {
      sql.insertInto(VOLUME_BITMAP)
          .set(VOLUME_BITMAP.VOLUME_UUID, volume)
          .set(VOLUME_BITMAP.NAME, name)
          .set(VOLUME_BITMAP.UNREAD, 0)
          .set(VOLUME_BITMAP.DISTRUSTED, false)
          .execute();
    }
    sql.update(VOLUME_BITMAP)
        .setNull(VOLUME_BITMAP.SNAPSHOT_UUID)
        .set(VOLUME_BITMAP.JOB_UUID, alone ? job : null) // of two, who knows whose moment it shows
        .where(row(volume, name))
        .execute();
    return plan;
  }

  private static Plan plan(String volume, Optional<Record> known, String storage, DSLContext sql) {
    if (known.isEmpty()) {
      return not("it was not used before");
    }
    if (known.get().get(VOLUME_BITMAP.DISTRUSTED)) {
      return not("it once left out what had changed");
    }
    String base = known.get().get(VOLUME_BITMAP.SNAPSHOT_UUID);
    if (base == null) {
      return not("the backup with it before this one did not come to its end, or another went on");
    }
    if (SnapshotRow.newest(volume, sql).filter(newest -> newest.uuid().equals(base)).isEmpty()) {
      return not("the newest snapshot was not made with it");
    }
    if (SnapshotCopy.find(base, storage, sql)
        .filter(copy -> copy.is(SnapshotCopy.READY))
        .isEmpty()) {
      return not("the storage has no good copy of the snapshot before");
    }
    return new Plan(base, known.get().get(VOLUME_BITMAP.UNREAD) >= MOST_UNREAD, null);
  }

  private static Plan not(String obstacle) {
    return new Plan(null, false, obstacle);
  }

  /** A backup is there: what the bitmap tells next is since its snapshot. */
  public static void end(
      String volume, String name, String snapshot, String job, boolean unread, Transaction t) {
    t.sql()
        .update(VOLUME_BITMAP)
        .set(VOLUME_BITMAP.SNAPSHOT_UUID, snapshot)
        .set(
            VOLUME_BITMAP.UNREAD,
            unread ? VOLUME_BITMAP.UNREAD.plus(1) : DSL.inline(Integer.valueOf(0)))
        .setNull(VOLUME_BITMAP.JOB_UUID)
        .where(row(volume, name))
        .and(VOLUME_BITMAP.JOB_UUID.eq(job))
        .and(DSL.notExists(DSL.selectOne().from(VOLUME_SNAPSHOT).where(beingMade(volume))))
        .execute();
  }

  /** It has left out what had changed: never again. */
  public static void distrust(String volume, String name, Transaction transaction) {
    transaction
        .sql()
        .update(VOLUME_BITMAP)
        .set(VOLUME_BITMAP.DISTRUSTED, true)
        .where(row(volume, name))
        .execute();
  }

  /** Its disk is another one, or was written to behind it. */
  public static void forget(String volume, Transaction transaction) {
    forget(VOLUME_BITMAP.VOLUME_UUID.eq(volume), transaction);
  }

  /**
   * The same of all volumes at a url, as it is shown. One server has many names, so of exports none
   * but the export's own name counts: a bitmap too many that is not believed costs one full read.
   */
  public static void forgetAt(String url, Transaction transaction) {
    Optional<String> export = export(url);
    List<String> volumes =
        transaction
            .sql()
            .selectDistinct(VOLUME.UUID, VOLUME.URL)
            .from(VOLUME)
            .join(VOLUME_BITMAP)
            .on(VOLUME_BITMAP.VOLUME_UUID.eq(VOLUME.UUID))
            .fetch()
            .stream()
            .filter(row ->
                row.get(VOLUME.URL).equals(url)
                    || (export.isPresent() && export.equals(export(row.get(VOLUME.URL)))))
            .map(row -> row.get(VOLUME.UUID))
            .toList();
    forget(VOLUME_BITMAP.VOLUME_UUID.in(volumes), transaction);
  }

  /** The name of an export; empty if it is none. */
  private static Optional<String> export(String url) {
    try {
      VolumeUrl parsed = VolumeUrl.parse(url);
      return Optional.of(parsed)
          .filter(one -> one.scheme().isNbd())
          .map(one -> one.path().replaceFirst("^/", ""));
    } catch (ImageUrlException e) {
      return Optional.empty();
    }
  }

  private static void forget(Condition which, Transaction transaction) {
    transaction
        .sql()
        .update(VOLUME_BITMAP)
        .setNull(VOLUME_BITMAP.SNAPSHOT_UUID)
        .setNull(VOLUME_BITMAP.JOB_UUID)
        .where(which)
        .execute();
  }

  private static Optional<Record> find(String volume, String name, DSLContext sql) {
    return sql.select(VOLUME_BITMAP.fields())
        .from(VOLUME_BITMAP)
        .where(row(volume, name))
        .fetchOptional();
  }

  private static Condition row(String volume, String name) {
    return VOLUME_BITMAP.VOLUME_UUID.eq(volume).and(VOLUME_BITMAP.NAME.eq(name));
  }

  private static Condition beingMade(String volume) {
    return VOLUME_SNAPSHOT
        .VOLUME_UUID
        .eq(volume)
        .and(VOLUME_SNAPSHOT.STATUS.eq(SnapshotRow.CREATING));
  }
}
