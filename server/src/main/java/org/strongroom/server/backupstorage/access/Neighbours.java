package org.strongroom.server.backupstorage.access;

import static org.strongroom.server.catalog.storage.BackupStorageTable.BACKUP_STORAGE;

import java.util.Objects;
import org.jooq.Condition;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.ApiException;
import org.strongroom.server.backupstorage.record.StorageRow;
import org.strongroom.server.backupstorage.record.StorageUrl;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.storage.driver.StorageFacts;

/**
 * Keeps the directories of storages apart: on one host, none is, contains or lies in another's,
 * under whatever name or link it is reached.
 */
public final class Neighbours {

  /** Makes those who add or move storages take turns, so that two cannot pass the check at once. */
  public void takeTurn(Transaction transaction) {
    if (transaction.sql().dialect() == SQLDialect.POSTGRES) {
      transaction.sql().execute("SELECT pg_advisory_xact_lock(7211001)");
    }
  }

  /**
   * Checks a place against all other storages. One that is reached in another way (other account,
   * port or name of one host) but has the same path may still be another directory; there the
   * marker tells.
   *
   * @throws ApiException SYS.1006 that names the other storage
   */
  public void check(Place place, Transaction transaction) {
    Condition maybe =
        place.hostname() == null
            ? BACKUP_STORAGE.HOSTNAME.isNull().and(BACKUP_STORAGE.ENDPOINT.isNull())
            : BACKUP_STORAGE
                .HOSTNAME
                .eq(place.hostname())
                .or(BACKUP_STORAGE.ENDPOINT.eq(place.hostname()))
                .or(
                    place.hostKey() == null
                        ? DSL.falseCondition()
                        : BACKUP_STORAGE.HOST_KEY.eq(place.hostKey()));
    transaction
        .sql()
        .select(BACKUP_STORAGE.fields())
        .from(BACKUP_STORAGE)
        .where(maybe)
        .and(BACKUP_STORAGE.UUID.ne(place.storageUuid()))
        .fetch(StorageRow::of)
        .forEach(other -> {
          if (collide(place, Place.of(other))) {
            throw ApiException.busy(
                "the directory %s is, contains or lies in the directory %s of %s on the same host"
                    .formatted(place.url(), other.url(), other.label()));
          }
        });
  }

  private static boolean collide(Place place, Place other) {
    String root = place.rootPath();
    String otherRoot = other.rootPath();
    boolean roots = root != null && otherRoot != null && StorageUrl.overlap(root, otherRoot);
    if (place.sameView(other)) {
      return roots || StorageUrl.overlap(place.url(), other.url());
    }
    return roots
        && place.hostKey() != null
        && place.hostKey().equals(other.hostKey())
        && !Objects.equals(root, otherRoot);
  }

  /**
   * Where a storage is, or is to be.
   *
   * @param hostname null for the management server; for an object store its url
   * @param hostKey as in the row; null as long as nobody connected
   * @param rootPath the url with links resolved; null as long as nobody connected
   */
  public record Place(
      String storageUuid,
      String url,
      @Nullable String hostname,
      @Nullable Integer port,
      @Nullable String username,
      @Nullable String hostKey,
      @Nullable String rootPath) {

    /** Whether it is reached in the same way, so that equal paths are the same directory. */
    boolean sameView(Place other) {
      return Objects.equals(hostname, other.hostname)
          && Objects.equals(port, other.port)
          && Objects.equals(username, other.username);
    }

    /** The same after a connect. */
    public Place seen(StorageFacts facts) {
      return new Place(
          storageUuid,
          url,
          hostname,
          port,
          username,
          facts.hostKey().map(StorageAccesses::text).orElse(null),
          facts.rootPath());
    }

    public static Place of(StorageRow row) {
      if (row.store() != null) { // whoever calls, it is the same bucket
        return new Place(
            row.uuid(), row.url(), row.store().endpoint(), null, null, null, row.rootPath());
      }
      return new Place(
          row.uuid(),
          row.url(),
          row.hostname(),
          row.sshPort(),
          row.username(),
          row.hostKey(),
          row.rootPath());
    }
  }
}
