package org.strongroom.server.image;

import static org.strongroom.server.catalog.storage.BackupStorageTable.BACKUP_STORAGE;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jooq.Record;
import org.strongroom.server.backupstorage.record.StorageRow;
import org.strongroom.server.backupstorage.record.StorageType;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.image.record.ImageSettings;
import org.strongroom.storage.source.HostPathPolicy;

/**
 * Which files of a storage's host may become images by {@code file:///}: those that the path lists
 * let through, nothing while those are as they come, and never the server's own data or what lies
 * on a storage, which may be another account's.
 */
public final class HostPaths {
  private final Database database;
  private final ImageSettings settings;
  private final List<String> ownDirectories;

  /**
   * @param ownDirectories the server's data directory, with links resolved
   */
  public HostPaths(Database database, ImageSettings settings, List<String> ownDirectories) {
    this.database = database;
    this.settings = settings;
    this.ownDirectories = List.copyOf(ownDirectories);
  }

  HostPathPolicy policy(StorageRow storage) {
    return policy(
        database
            .read(sql -> sql.select(BACKUP_STORAGE.fields()).from(BACKUP_STORAGE).fetch(row -> row))
            .stream()
            .filter(other -> mayShareHost(storage, other)));
  }

  /** Which files of the management server itself may be named. */
  public HostPathPolicy ofThisMachine() {
    return policy(
        database
            .read(sql -> sql.select(BACKUP_STORAGE.fields()).from(BACKUP_STORAGE).fetch(row -> row))
            .stream());
  }

  private HostPathPolicy policy(Stream<? extends Record> storages) {
    List<String> refused = new ArrayList<>(ownDirectories);
    storages
        .flatMap(
            other -> Stream.of(other.get(BACKUP_STORAGE.URL), other.get(BACKUP_STORAGE.ROOT_PATH)))
        .filter(Objects::nonNull)
        .forEach(refused::add);
    ImageSettings.LocalPaths lists = settings.localPaths();
    return new HostPathPolicy(lists.blacklist(), lists.whitelist(), lists.filter(), refused);
  }

  /** Whether two storages may be on one machine, which can have many names. */
  private static boolean mayShareHost(StorageRow storage, Record other) {
    return storage.type() == StorageType.FILE_SYSTEM
        || other.get(BACKUP_STORAGE.TYPE).equals(StorageType.FILE_SYSTEM.text())
        || Objects.equals(storage.hostKey(), other.get(BACKUP_STORAGE.HOST_KEY))
        || Objects.equals(storage.hostname(), other.get(BACKUP_STORAGE.HOSTNAME));
  }
}
