package org.strongroom.server.backupstorage.marker;

import static org.strongroom.server.catalog.storage.BackupNodeTable.BACKUP_NODE;

import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strongroom.api.ApiException;
import org.strongroom.server.backupstorage.record.StorageRow;
import org.strongroom.server.backupstorage.record.StorageRows;
import org.strongroom.server.caller.Uuid;
import org.strongroom.server.catalog.Database;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.StorageException;

/** Puts a storage's marker into its directory, unless the directory is somebody else's. */
public final class DirectoryClaim {
  private static final Logger log = LoggerFactory.getLogger(DirectoryClaim.class);

  private final Database database;
  private final Installation installation;
  private final InstantSource clock;

  public DirectoryClaim(Database database, Installation installation, InstantSource clock) {
    this.database = database;
    this.installation = installation;
    this.clock = clock;
  }

  /** What a caller knows of a directory that may have been another storage's. */
  public enum Consent {
    /** It is thought to be nobody's. */
    NONE,
    /** What this installation left there may be taken. */
    OWN,
    /** So may what belongs to another installation, alive or not. */
    ANY;

    public static Consent of(boolean importImages, boolean takeOver) {
      if (takeOver) {
        return ANY;
      }
      return importImages ? OWN : NONE;
    }
  }

  /**
   * Looks whose directory it is.
   *
   * @return the marker that lies there
   * @throws ApiException SYS.1006 that names the storage to which it belongs, and what to do
   */
  public Optional<StorageMarker> check(StorageDriver driver, StorageRow storage, Consent consent)
      throws StorageException {
    Optional<StorageMarker> marker = StorageMarker.read(driver);
    if (marker.isPresent()) {
      check(marker.get(), storage, consent);
    }
    return marker;
  }

  private void check(StorageMarker marker, StorageRow storage, Consent consent) {
    boolean own = installation.uuid().equals(marker.installation());
    boolean sameUuid = marker.storageUuid().equals(storage.uuid());
    if (sameUuid && (own || marker.forgotten() != null)) {
      return;
    }
    Optional<StorageRow> known =
        sameUuid
            ? Optional.empty()
            : database.read(sql -> StorageRows.find(marker.storageUuid(), sql));
    if (known.isPresent()) {
      throw ApiException.busy(
          "the directory %s is the one of %s".formatted(storage.url(), label(known.get())));
    }
    if (marker.forgotten() != null) {
      return;
    }
    if (own && consent == Consent.NONE) {
      throw ApiException.busy(
          ("the directory %s holds what the backup storage %s left, which is not known here any"
                  + " more; importImages=true takes it over with its images")
              .formatted(storage.url(), marker.storageUuid()));
    }
    if (!own) {
      checkForeign(marker, storage, sameUuid, consent);
    }
  }

  /** Whose backup nodes there are is known to their projects alone. */
  private String label(StorageRow known) {
    boolean ofNode =
        database.read(
            sql -> sql.fetchExists(BACKUP_NODE, BACKUP_NODE.STORAGE_UUID.eq(known.uuid())));
    return ofNode ? "a backup node" : known.label();
  }

  private static void checkForeign(
      StorageMarker marker, StorageRow storage, boolean sameUuid, Consent consent) {
    if (consent != Consent.ANY) {
      throw ApiException.busy(
          ("the directory %s belongs to the backup storage %s of another Strongroom server%s, which"
                  + " may be using it: let that one forget it (ForgetBackupStorage) and add it"
                  + " again; if it is gone for good, takeOver=true takes the directory,"
                  + " with importImages=true its images too")
              .formatted(storage.url(), marker.storageUuid(), named(marker)));
    }
    if (sameUuid) {
      throw ApiException.busy(
          ("another Strongroom server%s knows the directory %s by the same uuid and would not"
                  + " notice that it was taken; leave out resourceUuid")
              .formatted(named(marker), storage.url()));
    }
  }

  private static String named(StorageMarker marker) {
    return marker.installation() == null ? "" : " (installation " + marker.installation() + ")";
  }

  /** Makes the directory the storage's own, unless it is so by its name. */
  public void claim(StorageDriver driver, StorageRow storage, MarkedBy by) throws StorageException {
    if (storage.hasOwnPrefix()) {
      return;
    }
    new StorageMarker(StorageMarker.VERSION, storage.uuid(), installation.uuid(), null)
        .write(driver, by);
  }

  /**
   * Brings the marker of a storage up to date that was laid out by an older version, or that was
   * forgotten by a catalog which was restored since.
   *
   * @throws StorageException FAILED if another installation has the storage by the same uuid
   */
  public void renew(StorageDriver driver, StorageRow storage, MarkedBy by) throws StorageException {
    if (storage.hasOwnPrefix()) {
      return;
    }
    Optional<StorageMarker> found = StorageMarker.read(driver);
    if (found.isEmpty() || !found.get().storageUuid().equals(storage.uuid())) {
      return; // verified a moment ago; the next look will tell
    }
    StorageMarker marker = found.get();
    boolean foreign =
        marker.installation() != null && !marker.installation().equals(installation.uuid());
    if (foreign && marker.forgotten() == null) {
      throw new StorageException(
          StorageException.Reason.FAILED,
          "%s belongs to another Strongroom server%s".formatted(storage.url(), named(marker)));
    }
    if (marker.installation() == null || marker.forgotten() != null) {
      try {
        claim(driver, storage, by);
      } catch (StorageException e) {
        log.info("the marker of {} stays as it is: {}", storage, e.getMessage()); // read-only
      }
    }
  }

  /**
   * Leaves the directory to whoever adds it next.
   *
   * @param account name of the account that gives it up
   */
  public void forget(StorageDriver driver, StorageRow storage, String account, MarkedBy by)
      throws StorageException {
    if (storage.hasOwnPrefix()) {
      return;
    }
    StorageMarker.verify(driver, storage);
    long now = clock.millis();
    new StorageMarker(
            StorageMarker.VERSION,
            storage.uuid(),
            installation.uuid(),
            new StorageMarker.Forgotten(now, account))
        .write(driver, by);
  }

  /**
   * Takes the storage's marker away, or puts back the one that lay there before.
   *
   * @param before text of that marker
   */
  public void release(
      StorageDriver driver, StorageRow storage, Optional<String> before, MarkedBy by)
      throws StorageException {
    if (storage.hasOwnPrefix()) {
      return;
    }
    by.clear(driver, storage.uuid());
    boolean ours =
        StorageMarker.read(driver)
            .filter(marker -> marker.storageUuid().equals(storage.uuid()))
            .isPresent();
    if (ours && before.isPresent()) {
      earlier(before.get()).write(driver, by);
    } else if (ours) {
      by.fenced(driver).delete(StorageMarker.PATH);
    }
  }

  /** Jobs that began in an older version remembered the uuid alone. */
  private static StorageMarker earlier(String text) {
    return Uuid.isUuid(text)
        ? new StorageMarker(StorageMarker.VERSION, text, null, null)
        : StorageMarker.parse(text);
  }
}
