package org.strongroom.server.image;

import static org.strongroom.server.catalog.storage.BackupStorageTable.BACKUP_STORAGE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.strongroom.server.caller.Uuid;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.image.ImageHouse.Storage;
import org.strongroom.server.secret.Vault;
import org.strongroom.testing.OpenSshServer;
import org.strongroom.testing.SshAccount;

/** The storages of an {@link ImageHouse}: their rows in its catalog, and where their bytes lie. */
record HouseStorages(Database database, Vault vault) {
  /** A storage in a directory. */
  Storage inDirectory(String name, Path root) throws IOException {
    Storage storage = new Storage(Uuid.random(), root.toString(), root);
    insert(storage, name, Map.of());
    return storage;
  }

  /** A storage on a real SSH server. */
  Storage onServer(String name, OpenSshServer server, SshAccount account) throws IOException {
    SshAccount.Scratch scratch = account.newScratch();
    Storage storage = new Storage(Uuid.random(), scratch.remote(), scratch.local());
    insert(
        storage,
        name,
        Map.of(
            BACKUP_STORAGE.TYPE, "SftpBackupStorage",
            BACKUP_STORAGE.HOSTNAME, server.host(),
            BACKUP_STORAGE.SSH_PORT, server.port(),
            BACKUP_STORAGE.USERNAME, account.username(),
            BACKUP_STORAGE.CREDENTIAL,
                vault.encrypt(
                    "password:" + account.password(), "backup-storage:" + storage.uuid())));
    return storage;
  }

  private void insert(Storage storage, String name, Map<?, ?> more) throws IOException {
    Files.writeString(
        storage.root().resolve(".strongroom-storage"),
        "{\"version\":1,\"storageUuid\":\"%s\"}".formatted(storage.uuid()));
    database.write(transaction -> {
      var row =
          new LinkedHashMap<Object, Object>(
              Map.of(
                  BACKUP_STORAGE.UUID,
                  storage.uuid(),
                  BACKUP_STORAGE.NAME,
                  name,
                  BACKUP_STORAGE.URL,
                  storage.url(),
                  BACKUP_STORAGE.TYPE,
                  "FileSystemBackupStorage",
                  BACKUP_STORAGE.STATE,
                  "Enabled",
                  BACKUP_STORAGE.STATUS,
                  "Connected",
                  BACKUP_STORAGE.TOTAL_CAPACITY,
                  1L << 40,
                  BACKUP_STORAGE.FREE_CAPACITY,
                  1L << 40,
                  BACKUP_STORAGE.USED_CAPACITY,
                  0L,
                  BACKUP_STORAGE.RESERVED,
                  0L));
      row.putAll(
          Map.of(
              BACKUP_STORAGE.RECONNECT_ATTEMPTS,
              0,
              BACKUP_STORAGE.FILE_SYSTEM,
              storage.uuid(),
              BACKUP_STORAGE.CREATED,
              1L,
              BACKUP_STORAGE.UPDATED,
              1L));
      row.putAll(more);
      return transaction.sql().insertInto(BACKUP_STORAGE).set(row).execute();
    });
  }

  /** As the operations on storages set it. */
  void maintenance(Storage storage, String kind) {
    database.write(transaction ->
        transaction
            .sql()
            .update(BACKUP_STORAGE)
            .set(BACKUP_STORAGE.STATE, "Disabled")
            .set(BACKUP_STORAGE.MAINTENANCE, kind)
            .where(BACKUP_STORAGE.UUID.eq(storage.uuid()))
            .execute());
  }

  void status(Storage storage, String status) {
    database.write(transaction ->
        transaction
            .sql()
            .update(BACKUP_STORAGE)
            .set(BACKUP_STORAGE.STATUS, status)
            .where(BACKUP_STORAGE.UUID.eq(storage.uuid()))
            .execute());
  }

  long used(Storage storage) {
    return database.read(sql ->
        sql.select(BACKUP_STORAGE.USED_CAPACITY)
            .from(BACKUP_STORAGE)
            .where(BACKUP_STORAGE.UUID.eq(storage.uuid()))
            .fetchSingle()
            .value1());
  }
}
