package org.strongroom.server.backupstorage;

import static org.strongroom.server.catalog.content.ImageCopyTable.IMAGE_COPY;
import static org.strongroom.server.catalog.storage.BackupStorageTable.BACKUP_STORAGE;
import static org.strongroom.server.catalog.storage.ReservationTable.RESERVATION;

import java.util.List;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.strongroom.api.backupstorage.GetBackupStorageDrain;
import org.strongroom.server.backupstorage.record.StorageRow;
import org.strongroom.server.backupstorage.record.StorageRows;
import org.strongroom.server.backupstorage.record.StorageState;
import org.strongroom.server.backupstorage.record.StorageStatus;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.catalog.content.ImageCopyTable;

/** What would happen if a storage were switched off now. */
final class DrainProgress {
  private static final String GOOD = "Ready";
  private static final int MOST_UUIDS = 1000;
  private static final int MOST_WRITERS = 100;

  private final Database database;

  DrainProgress(Database database) {
    this.database = database;
  }

  GetBackupStorageDrain.Reply answer(GetBackupStorageDrain request, Caller caller) {
    return database.read(sql -> progress(StorageRows.require(request.uuid(), sql), sql));
  }

  private static GetBackupStorageDrain.Reply progress(StorageRow storage, DSLContext sql) {
    List<String> writers =
        sql.selectDistinct(RESERVATION.JOB_UUID)
            .from(RESERVATION)
            .where(RESERVATION.BACKUP_STORAGE_UUID.eq(storage.uuid()))
            .orderBy(RESERVATION.JOB_UUID)
            .fetch(RESERVATION.JOB_UUID);
    Condition here =
        IMAGE_COPY.BACKUP_STORAGE_UUID.eq(storage.uuid()).and(IMAGE_COPY.STATUS.eq(GOOD));
    Condition only = here.and(DSL.notExists(otherwhere(storage)));
    List<String> uuids =
        sql.select(IMAGE_COPY.IMAGE_UUID)
            .from(IMAGE_COPY)
            .where(only)
            .orderBy(IMAGE_COPY.IMAGE_UUID)
            .limit(MOST_UUIDS)
            .fetch(IMAGE_COPY.IMAGE_UUID);
    return new GetBackupStorageDrain.Reply(
        storage.state().maintenance(),
        writers.size(),
        writers.stream().limit(MOST_WRITERS).toList(),
        sql.fetchCount(IMAGE_COPY, here),
        uuids.size() < MOST_UUIDS ? uuids.size() : sql.fetchCount(IMAGE_COPY, only),
        uuids,
        writers.isEmpty() && storage.state() != StorageState.ENABLED,
        true);
  }

  /** A good copy of the same image on another storage that can be read now. */
  private static org.jooq.Select<?> otherwhere(StorageRow storage) {
    ImageCopyTable other = IMAGE_COPY.as("other");
    return DSL.selectOne()
        .from(other)
        .join(BACKUP_STORAGE)
        .on(BACKUP_STORAGE.UUID.eq(other.BACKUP_STORAGE_UUID))
        .where(other.IMAGE_UUID.eq(IMAGE_COPY.IMAGE_UUID))
        .and(other.BACKUP_STORAGE_UUID.ne(storage.uuid()))
        .and(other.STATUS.eq(GOOD))
        .and(BACKUP_STORAGE.STATUS.eq(StorageStatus.CONNECTED.text()))
        .and(
            BACKUP_STORAGE
                .STATE
                .eq(StorageState.ENABLED.text())
                .or(BACKUP_STORAGE.MAINTENANCE.isNotNull()));
  }
}
