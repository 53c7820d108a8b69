package org.strongroom.server.volume.record;

import static org.strongroom.server.catalog.content.VolumeSnapshotTable.VOLUME_SNAPSHOT;

import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.ApiException;
import org.strongroom.api.ResourceType;
import org.strongroom.server.catalog.Transaction;

/**
 * A volume snapshot as the catalog has it.
 *
 * @param size bytes of the disk
 * @param repositoryHost what its generations are named by; null as long as it has none
 * @param access where it can be read too, encrypted; null if its copies are all there is
 * @param hostKey the key that the SSH server there has to show
 */
public record SnapshotRow(
    String uuid,
    String name,
    @Nullable String volumeUuid,
    @Nullable String parentUuid,
    boolean latest,
    String status,
    long size,
    @Nullable String format,
    @Nullable String repositoryHost,
    @Nullable String access,
    @Nullable String hostKey,
    long created) {
  public static final String CREATING = "Creating";
  public static final String READY = "Ready";

  private static SnapshotRow of(Record row) {
    return new SnapshotRow(
        row.get(VOLUME_SNAPSHOT.UUID),
        row.get(VOLUME_SNAPSHOT.NAME),
        row.get(VOLUME_SNAPSHOT.VOLUME_UUID),
        row.get(VOLUME_SNAPSHOT.PARENT_UUID),
        row.get(VOLUME_SNAPSHOT.LATEST),
        row.get(VOLUME_SNAPSHOT.STATUS),
        row.get(VOLUME_SNAPSHOT.SIZE),
        row.get(VOLUME_SNAPSHOT.FORMAT),
        row.get(VOLUME_SNAPSHOT.REPOSITORY_HOST),
        row.get(VOLUME_SNAPSHOT.ACCESS),
        row.get(VOLUME_SNAPSHOT.HOST_KEY),
        row.get(VOLUME_SNAPSHOT.CREATED));
  }

  public static Optional<SnapshotRow> find(String uuid, DSLContext sql) {
    return sql.selectFrom(VOLUME_SNAPSHOT)
        .where(VOLUME_SNAPSHOT.UUID.eq(uuid))
        .fetchOptional(SnapshotRow::of);
  }

  /**
   * The snapshot with this uuid.
   *
   * @throws ApiException SYS.1003 if there is none
   */
  public static SnapshotRow require(String uuid, DSLContext sql) {
    return find(uuid, sql)
        .orElseThrow(() -> ApiException.notFound(ResourceType.VOLUME_SNAPSHOT, uuid));
  }

  /** Nobody else changes it until the transaction ends; empty if there is none. */
  public static Optional<SnapshotRow> lock(String uuid, Transaction transaction) {
    var row = transaction.sql().selectFrom(VOLUME_SNAPSHOT).where(VOLUME_SNAPSHOT.UUID.eq(uuid));
    boolean locks = transaction.sql().family() == SQLDialect.POSTGRES;
    return (locks ? row.forUpdate() : row).fetchOptional(SnapshotRow::of);
  }

  /** The newest snapshot of a volume that is whole. */
  public static Optional<SnapshotRow> newest(String volumeUuid, DSLContext sql) {
    return sql.selectFrom(VOLUME_SNAPSHOT)
        .where(VOLUME_SNAPSHOT.VOLUME_UUID.eq(volumeUuid))
        .and(VOLUME_SNAPSHOT.STATUS.eq(READY))
        .orderBy(VOLUME_SNAPSHOT.CREATED.desc(), VOLUME_SNAPSHOT.UUID)
        .limit(1)
        .fetchOptional(SnapshotRow::of);
  }

  /** The snapshot in messages. */
  public String label() {
    return "volume snapshot '" + name + "' (" + uuid + ")";
  }
}
