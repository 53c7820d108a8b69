package org.strongroom.server.volume.record;

import static org.strongroom.server.catalog.content.VolumeTable.VOLUME;

import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.ApiException;
import org.strongroom.api.ResourceType;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.storage.format.ImageFormat;

/**
 * A volume as the catalog has it.
 *
 * @param size bytes that the guest sees, as last seen
 * @param url as it is shown; null for one that only its snapshots in a repository told of
 * @param access encrypted; null without a url
 * @param hostKey the key that its SSH server has to show
 * @param repositoryHost its name in repositories once it was backed up
 */
public record VolumeRow(
    String uuid,
    String name,
    String type,
    ImageFormat format,
    long size,
    @Nullable String url,
    @Nullable String access,
    @Nullable String hostKey,
    @Nullable String repositoryHost,
    @Nullable String zoneUuid,
    String accountUuid) {
  static VolumeRow of(Record row) {
    return new VolumeRow(
        row.get(VOLUME.UUID),
        row.get(VOLUME.NAME),
        row.get(VOLUME.TYPE),
        ImageFormat.ofWireName(row.get(VOLUME.FORMAT)).orElseThrow(),
        row.get(VOLUME.SIZE),
        row.get(VOLUME.URL),
        row.get(VOLUME.ACCESS),
        row.get(VOLUME.HOST_KEY),
        row.get(VOLUME.REPOSITORY_HOST),
        row.get(VOLUME.ZONE_UUID),
        row.get(VOLUME.ACCOUNT_UUID));
  }

  public static Optional<VolumeRow> find(String uuid, DSLContext sql) {
    return sql.selectFrom(VOLUME).where(VOLUME.UUID.eq(uuid)).fetchOptional(VolumeRow::of);
  }

  /**
   * The volume with this uuid.
   *
   * @throws ApiException SYS.1003 if there is none
   */
  public static VolumeRow require(String uuid, DSLContext sql) {
    return find(uuid, sql).orElseThrow(() -> ApiException.notFound(ResourceType.VOLUME, uuid));
  }

  /** As {@link #require}; nobody else changes it until the transaction ends. */
  public static VolumeRow lock(String uuid, Transaction transaction) {
    var row = transaction.sql().selectFrom(VOLUME).where(VOLUME.UUID.eq(uuid));
    boolean locks = transaction.sql().family() == SQLDialect.POSTGRES;
    return (locks ? row.forUpdate() : row)
        .fetchOptional(VolumeRow::of)
        .orElseThrow(() -> ApiException.notFound(ResourceType.VOLUME, uuid));
  }

  /**
   * How it is reached, encrypted.
   *
   * @throws ApiException SYS.1006 if nobody has said where it is
   */
  public String requireAccess() {
    if (access == null) {
      throw ApiException.refused(
          "%s is known by its snapshots alone: say with UpdateVolume url=… where it is"
              .formatted(label()));
    }
    return access;
  }

  /** The volume in messages: its name and uuid. */
  public String label() {
    return "volume '" + name + "' (" + uuid + ")";
  }
}
