package org.strongroom.server.backupstorage.access;

import static org.strongroom.server.catalog.storage.BackupStorageTable.BACKUP_STORAGE;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.strongroom.server.backupstorage.access.StorageAccess.KnownHost;
import org.strongroom.server.backupstorage.access.StorageAccess.Ssh;
import org.strongroom.server.backupstorage.record.StorageRow;
import org.strongroom.server.catalog.Transaction;

/** The address and log-in of an SFTP storage after a change that is to be tried first. */
public record NewAccess(Ssh ssh) {

  /**
   * Empty if neither is changed.
   *
   * @param hostname null: as before
   * @param port null: as before
   * @param username null: as before
   * @param secret empty: as before
   * @param allowUnsynced null: as before
   * @throws org.strongroom.api.ApiException SYS.1007 for a hostname that is none
   */
  public static Optional<NewAccess> of(
      Ssh before,
      @Nullable String hostname,
      @Nullable Integer port,
      @Nullable String username,
      Optional<SshSecret> secret,
      @Nullable Boolean allowUnsynced) {
    Ssh after =
        new Ssh(
            hostname == null ? before.host() : HostAddress.checked(hostname),
            Optional.ofNullable(port).orElse(before.port()),
            username == null ? before.username() : AddRequests.user(username),
            secret.orElse(before.secret()),
            before.knownHost(),
            Optional.ofNullable(allowUnsynced).orElse(before.allowUnsynced()));
    return after.equals(before) && secret.isEmpty()
        ? Optional.empty()
        : Optional.of(new NewAccess(after));
  }

  /** The same, trusting whichever host key is shown, if the address is another than before. */
  public NewAccess trustingAnother(Ssh before) {
    boolean moved = !ssh.host().equals(before.host()) || ssh.port() != before.port();
    return moved ? new NewAccess(ssh.expecting(new KnownHost.Any())) : this;
  }

  /** What a driver is made from to try it. */
  public StorageAccess access(StorageRow storage) {
    return new StorageAccess(storage.uuid(), storage.url(), Optional.of(ssh));
  }

  /** Where the storage would be. */
  public Neighbours.Place place(StorageRow storage) {
    return new Neighbours.Place(
        storage.uuid(), storage.url(), ssh.host(), ssh.port(), ssh.username(), null, null);
  }

  /** Writes it into the storage's row. */
  public void write(StorageRow storage, StorageAccesses accesses, Transaction transaction) {
    transaction
        .sql()
        .update(BACKUP_STORAGE)
        .set(BACKUP_STORAGE.HOSTNAME, ssh.host())
        .set(BACKUP_STORAGE.SSH_PORT, ssh.port())
        .set(BACKUP_STORAGE.USERNAME, ssh.username())
        .set(BACKUP_STORAGE.ALLOW_UNSYNCED, ssh.allowUnsynced())
        .set(BACKUP_STORAGE.CREDENTIAL, accesses.seal(storage.uuid(), ssh.secret()))
        .where(BACKUP_STORAGE.UUID.eq(storage.uuid()))
        .execute();
  }
}
