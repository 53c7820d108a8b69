package org.strongroom.server.image.manifest;

import static org.strongroom.server.catalog.content.ImageCopyTable.IMAGE_COPY;
import static org.strongroom.server.catalog.content.ImageTable.IMAGE;
import static org.strongroom.server.catalog.identity.AccountTable.ACCOUNT;
import static org.strongroom.server.catalog.storage.GarbageTable.GARBAGE;

import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strongroom.api.NewResource;
import org.strongroom.api.ResourceType;
import org.strongroom.api.ShortText;
import org.strongroom.server.backupstorage.record.Bytes;
import org.strongroom.server.backupstorage.record.ImageImport;
import org.strongroom.server.backupstorage.record.Reservations;
import org.strongroom.server.backupstorage.record.StorageRow;
import org.strongroom.server.caller.Call;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.catalog.ResourceUuids;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.event.EventLog;
import org.strongroom.server.image.record.ImagePlace;
import org.strongroom.server.image.record.ImageRows;
import org.strongroom.server.image.record.ImageTags;
import org.strongroom.server.job.Job;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StoragePath;

/** Brings the images of a storage back into the catalog, from the manifests that lie on it. */
public final class ManifestImport implements ImageImport {
  private static final Logger log = LoggerFactory.getLogger(ManifestImport.class);

  /** What happened to an image of which a copy was found. */
  static final String IMPORTED = "Imported";

  private final Database database;
  private final ImageRows rows;
  private final Reservations reservations;
  private final ImageTags tags;
  private final EventLog events;

  public ManifestImport(
      Database database,
      ImageRows rows,
      Reservations reservations,
      ImageTags tags,
      EventLog events) {
    this.database = database;
    this.rows = rows;
    this.reservations = reservations;
    this.tags = tags;
    this.events = events;
  }

  /**
   * {@inheritDoc}
   *
   * <p>An image that the catalog has already gets another copy if the bytes are the same, else it
   * is passed over.
   */
  @Override
  public void run(StorageRow storage, StorageDriver driver, Job job) throws StorageException {
    run(storage, driver, job.call(), job::checkStopped);
  }

  /**
   * The same outside of a job.
   *
   * @param mayGoOn throws when it is to stop
   */
  public void run(StorageRow storage, StorageDriver driver, Call call, Runnable mayGoOn)
      throws StorageException {
    ManifestSearch.forEach(
        driver,
        image -> {
          mayGoOn.run();
          database.write(transaction -> add(image, storage, call, transaction));
        },
        manifest -> skip(storage, manifest, call));
  }

  /** One image that cannot be taken is told of, and keeps no other back. */
  private void skip(StorageRow storage, StoragePath manifest, Call call) {
    database.write(transaction -> {
      events.write(
          new EventLog.Event(
              ResourceType.BACKUP_STORAGE,
              storage.uuid(),
              storage.name(),
              "ImageNotImported",
              null,
              null,
              manifest + " does not describe what lies beside it, or says what cannot be"),
          call,
          transaction);
      return true;
    });
  }

  /** Whether the catalog has an image of the same uuid and other bytes. */
  boolean isAnother(ImageManifest manifest, DSLContext sql) {
    return rows.find(manifest.uuid(), sql)
        .filter(image -> !manifest.sha256().equals(image.get(IMAGE.SHA256)))
        .isPresent();
  }

  /**
   * Adds an image, or another copy of one that is known.
   *
   * @return whether there is one more copy
   */
  boolean add(ManifestSearch.Found found, StorageRow storage, Call call, Transaction transaction) {
    ImageManifest manifest = found.manifest();
    if (isBeingRemoved(found.place(), storage, transaction)) {
      return false;
    }
    if (isAnother(manifest, transaction.sql())) {
      log.warn("image {} on {} is not the one of the catalog", manifest.uuid(), storage);
      return false;
    }
    if (rows.find(manifest.uuid(), transaction.sql()).isEmpty()) {
      if (!ResourceUuids.takeIfFree(ResourceType.IMAGE, manifest.uuid(), transaction)) {
        log.warn("image {} on {} has the uuid of another resource", manifest.uuid(), storage);
        return false;
      }
      insert(manifest, owner(found, call, transaction), transaction);
    }
    boolean added = insertCopy(found, storage, transaction);
    if (added) {
      events.write(
          new EventLog.Event(
              ResourceType.IMAGE,
              manifest.uuid(),
              manifest.name(),
              IMPORTED,
              null,
              null,
              "found on " + storage.label()),
          call,
          transaction);
    }
    return added;
  }

  /** What lies there was given up: it goes as soon as the collector comes by. */
  private static boolean isBeingRemoved(
      ImagePlace place, StorageRow storage, Transaction transaction) {
    return transaction
        .sql()
        .fetchExists(
            GARBAGE,
            GARBAGE
                .BACKUP_STORAGE_UUID
                .eq(storage.uuid())
                .and(GARBAGE.PATH.eq(place.directory().toString())));
  }

  private void insert(ImageManifest manifest, String owner, Transaction transaction) {
    transaction
        .sql()
        .insertInto(IMAGE)
        .set(IMAGE.UUID, manifest.uuid())
        .set(IMAGE.NAME, cut(manifest.name(), 255))
        .set(IMAGE.DESCRIPTION, cut(manifest.description(), 2048))
        .set(IMAGE.STATE, "Disabled".equals(manifest.state()) ? "Disabled" : "Enabled")
        .set(IMAGE.STATUS, ImageRows.READY)
        .set(IMAGE.SIZE, manifest.size())
        .set(IMAGE.ACTUAL_SIZE, manifest.actualSize())
        .set(IMAGE.SHA256, manifest.sha256())
        .set(IMAGE.URL, cut(manifest.url(), 2048))
        .set(IMAGE.MEDIA_TYPE, cut(manifest.mediaType(), 64))
        .set(IMAGE.GUEST_OS_TYPE, cut(manifest.guestOsType(), 255))
        .set(IMAGE.PLATFORM, cut(manifest.platform(), 64))
        .set(IMAGE.ARCHITECTURE, cut(manifest.architecture(), 64))
        .set(IMAGE.FORMAT, cut(manifest.format(), 32))
        .set(IMAGE.IS_SYSTEM, manifest.system())
        .set(IMAGE.VIRTIO, manifest.virtio())
        .set(IMAGE.ACCOUNT_UUID, owner)
        .set(IMAGE.GROUP_UUID, cut(manifest.groupUuid(), 32))
        .set(IMAGE.BOOT_ORDER, manifest.bootOrder())
        .set(IMAGE.CREATED, manifest.created())
        .set(IMAGE.UPDATED, rows.now())
        .execute();
    int leftOut = tags.restore(manifest.uuid(), tags(manifest), transaction);
    if (leftOut > 0) {
      log.warn(
          "{} tags in the manifest of {} are none that can be taken", leftOut, manifest.uuid());
    }
  }

  private static NewResource tags(ImageManifest manifest) {
    return new NewResource(
        null, List.of(), orNone(manifest.systemTags()), orNone(manifest.userTags()));
  }

  private static List<String> orNone(@Nullable List<String> tags) {
    return tags == null ? List.of() : tags;
  }

  private static @Nullable String cut(@Nullable String text, int most) {
    return text == null ? null : ShortText.cut(text, most);
  }

  /**
   * The account that it belonged to; else the one of that name, because in a new catalog all have
   * other uuids; else the administrator's.
   */
  private static String owner(ManifestSearch.Found found, Call call, Transaction transaction) {
    ImageManifest manifest = found.manifest();
    String account = manifest.accountUuid();
    String directory = found.place().directory().parent().name();
    if (!directory.equals(ImagePlace.ACCOUNT_PREFIX + account)) {
      return call.caller().accountUuid(); // it was not put there for that account
    }
    if (transaction.hold(ACCOUNT.UUID, account)) {
      return account;
    }
    return Optional.ofNullable(manifest.accountName())
        .map(name ->
            transaction
                .sql()
                .select(ACCOUNT.UUID)
                .from(ACCOUNT)
                .where(ACCOUNT.NAME.eq(name))
                .fetchOne(ACCOUNT.UUID))
        .filter(named -> transaction.hold(ACCOUNT.UUID, named)) // or it was deleted just now
        .orElse(Caller.SYSTEM.accountUuid());
  }

  private boolean insertCopy(
      ManifestSearch.Found found, StorageRow storage, Transaction transaction) {
    ImageManifest manifest = found.manifest();
    StoragePath manifestPath = found.place().manifest();
    long accounted = Bytes.plus(manifest.actualSize(), found.manifestBytes());
    long now = rows.now();
    int rowsAdded =
        transaction
            .sql()
            .insertInto(IMAGE_COPY)
            .set(IMAGE_COPY.IMAGE_UUID, manifest.uuid())
            .set(IMAGE_COPY.BACKUP_STORAGE_UUID, storage.uuid())
            .set(IMAGE_COPY.INSTALL_PATH, found.place().installPath(storage.url()))
            .set(IMAGE_COPY.STATUS, ImageRows.READY)
            .set(IMAGE_COPY.SIZE, accounted)
            .set(IMAGE_COPY.SHA256, manifest.sha256())
            .set(IMAGE_COPY.CHECKED, 0L) // its length is known to be right, its bytes are not
            .set(IMAGE_COPY.CREATED, now)
            .set(IMAGE_COPY.UPDATED, now)
            .onConflictDoNothing()
            .execute();
    if (rowsAdded > 0) {
      log.info("imported {} from {}", manifestPath, storage);
      reservations.use(storage.uuid(), accounted, transaction);
      rows.followCopies(manifest.uuid(), transaction);
    }
    return rowsAdded > 0;
  }
}
