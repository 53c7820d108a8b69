package org.strongroom.server.volume;

import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.sum;
import static org.strongroom.server.catalog.content.VolumeSnapshotCopyTable.VOLUME_SNAPSHOT_COPY;
import static org.strongroom.server.catalog.content.VolumeSnapshotTable.VOLUME_SNAPSHOT;

import java.io.IOException;
import java.lang.ref.Reference;
import java.lang.ref.SoftReference;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.strongroom.server.backupstorage.upkeep.StorageContent;
import org.strongroom.server.caller.Call;
import org.strongroom.server.volume.record.SnapshotCopy;
import org.strongroom.server.volume.repository.GenerationProof;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.repository.verify.KnownPacks;
import org.strongroom.storage.repository.verify.VerifyDepth;

/** The copies of volume snapshots on a storage, to be verified with all that lies there. */
final class SnapshotContent implements StorageContent {
  /** Each block was opened again before it was sent. */
  private static final Field<Long> LOOKED_AT =
      coalesce(VOLUME_SNAPSHOT_COPY.CHECKED, VOLUME_SNAPSHOT.CREATED);

  private final GenerationProof proof;
  private final Map<String, Reference<Known>> known = new HashMap<>();

  SnapshotContent(GenerationProof proof) {
    this.proof = proof;
  }

  @Override
  public Optional<Item> oldest(
      String storageUuid, long before, Set<String> except, DSLContext sql) {
    return sql
        .select(VOLUME_SNAPSHOT_COPY.VOLUME_SNAPSHOT_UUID)
        .from(VOLUME_SNAPSHOT_COPY)
        .join(VOLUME_SNAPSHOT)
        .on(VOLUME_SNAPSHOT.UUID.eq(VOLUME_SNAPSHOT_COPY.VOLUME_SNAPSHOT_UUID))
        .where(due(storageUuid, before))
        .and(VOLUME_SNAPSHOT_COPY.VOLUME_SNAPSHOT_UUID.notIn(except))
        .orderBy(LOOKED_AT, VOLUME_SNAPSHOT_COPY.VOLUME_SNAPSHOT_UUID)
        .limit(1)
        .fetch(VOLUME_SNAPSHOT_COPY.VOLUME_SNAPSHOT_UUID)
        .stream()
        .flatMap(uuid -> item(uuid, storageUuid, sql).stream())
        .findFirst();
  }

  private Optional<Item> item(String snapshotUuid, String storageUuid, DSLContext sql) {
    Optional<Long> size =
        sql.select(VOLUME_SNAPSHOT_COPY.LOGICAL_SIZE)
            .from(VOLUME_SNAPSHOT_COPY)
            .where(SnapshotCopy.row(snapshotUuid, storageUuid))
            .fetchOptional(VOLUME_SNAPSHOT_COPY.LOGICAL_SIZE);
    return SnapshotCopy.find(snapshotUuid, storageUuid, sql)
        .map(copy -> new CopyItem(copy, size.orElse(0L)));
  }

  @Override
  public long due(String storageUuid, long before, DSLContext sql) {
    BigDecimal bytes =
        sql.select(sum(VOLUME_SNAPSHOT_COPY.LOGICAL_SIZE))
            .from(VOLUME_SNAPSHOT_COPY)
            .join(VOLUME_SNAPSHOT)
            .on(VOLUME_SNAPSHOT.UUID.eq(VOLUME_SNAPSHOT_COPY.VOLUME_SNAPSHOT_UUID))
            .where(due(storageUuid, before))
            .fetchSingle()
            .value1();
    return bytes == null ? 0 : bytes.longValue();
  }

  private static Condition due(String storageUuid, long before) {
    return VOLUME_SNAPSHOT_COPY
        .BACKUP_STORAGE_UUID
        .eq(storageUuid)
        .and(VOLUME_SNAPSHOT_COPY.STATUS.ne(SnapshotCopy.CREATING))
        .and(VOLUME_SNAPSHOT_COPY.SNAPSHOT_ID.isNotNull())
        .and(LOOKED_AT.lt(before));
  }

  @Override
  public Tally tally(String storageUuid, long since, DSLContext sql) {
    Condition here = VOLUME_SNAPSHOT_COPY.BACKUP_STORAGE_UUID.eq(storageUuid);
    return new Tally(
        sql.fetchCount(
            VOLUME_SNAPSHOT_COPY,
            here.and(VOLUME_SNAPSHOT_COPY.LAST_VERIFIED.ge(since)),
            VOLUME_SNAPSHOT_COPY.STATUS.eq(SnapshotCopy.READY)),
        sql.fetchCount(
            VOLUME_SNAPSHOT_COPY,
            here.and(VOLUME_SNAPSHOT_COPY.CHECKED.ge(since)),
            VOLUME_SNAPSHOT_COPY.STATUS.eq(SnapshotCopy.DAMAGED)));
  }

  /** One job looks at the packs of a storage once, whatever stands on them. */
  private synchronized KnownPacks known(String storageUuid, String jobUuid, VerifyDepth depth) {
    String job = jobUuid + depth;
    Known before = Optional.ofNullable(known.get(storageUuid)).map(Reference::get).orElse(null);
    if (before == null || !before.job().equals(job)) {
      before = new Known(job, new KnownPacks());
      known.put(storageUuid, new SoftReference<>(before));
    }
    return before.packs();
  }

  private record Known(String job, KnownPacks packs) {}

  private final class CopyItem implements Item {
    private final SnapshotCopy copy;
    private final long bytes;

    CopyItem(SnapshotCopy copy, long bytes) {
      this.copy = copy;
      this.bytes = bytes;
    }

    @Override
    public String key() {
      return copy.snapshotUuid();
    }

    @Override
    public long bytes() {
      return bytes;
    }

    @Override
    public void prove(StorageDriver driver, Call call, LongConsumer progress) throws IOException {
      prove(driver, VerifyDepth.DIGEST, call, progress);
    }

    @Override
    public void proveDeeply(StorageDriver driver, Call call, LongConsumer progress)
        throws IOException {
      prove(driver, VerifyDepth.DATA, call, progress);
    }

    private void prove(StorageDriver driver, VerifyDepth depth, Call call, LongConsumer progress)
        throws IOException {
      KnownPacks packs = known(copy.storageUuid(), call.jobUuid(), depth);
      proof.prove(copy, driver, call.jobUuid(), depth, packs, call, progress);
    }
  }
}
