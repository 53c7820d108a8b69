package org.strongroom.server.image.manifest;

import static org.strongroom.server.catalog.content.ImageCopyTable.IMAGE_COPY;
import static org.strongroom.server.catalog.content.ImageTable.IMAGE;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.Record;
import org.strongroom.server.backupstorage.record.Reservations;
import org.strongroom.server.backupstorage.record.StorageRow;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.copy.CopyTarget;
import org.strongroom.server.image.record.ImageLabels;
import org.strongroom.server.image.record.ImageRows;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.StorageEntry;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.layer.FencedDriver;

/** Writes the manifest of a copy anew. */
public final class ManifestWriter {
  private final Database database;
  private final ImageRows rows;
  private final Reservations reservations;

  public ManifestWriter(Database database, ImageRows rows, Reservations reservations) {
    this.database = database;
    this.rows = rows;
    this.reservations = reservations;
  }

  /**
   * Writes what the catalog has now.
   *
   * @throws StorageException NOT_FOUND if the image's file is not there: nothing is written then
   */
  void write(StaleCopy copy, StorageRow storage, StorageDriver driver) throws StorageException {
    Optional<Now> now = database.read(sql -> now(copy, sql));
    if (now.isEmpty()) {
      return; // deleted meanwhile
    }
    StorageEntry file =
        driver
            .stat(copy.place().file())
            .filter(entry -> entry.kind() == StorageEntry.Kind.FILE)
            .orElseThrow(() ->
                new StorageException(
                    StorageException.Reason.NOT_FOUND, copy.place().file() + " is not there"));
    byte[] manifest = now.get().manifest(copy);
    long size = file.size() + manifest.length;
    boolean known =
        isWritten(manifest, copy, storage, driver)
            && database.write(transaction -> settle(copy, now.get().revision(), size, transaction));
    if (!known && driver.stat(copy.place().file()).isEmpty()) {
      // deleted while its manifest was written, which then came after the files were removed
      driver.delete(copy.place().manifest());
      driver.delete(copy.place().directory());
    }
  }

  /** Writes unless the copy is deleted meanwhile, which then begins or ends at any moment. */
  private boolean isWritten(
      byte[] manifest, StaleCopy copy, StorageRow storage, StorageDriver driver)
      throws StorageException {
    StorageDriver fenced = new FencedDriver(driver, () -> requireKnown(copy));
    try {
      DescribeStep.write(
          new CopyTarget(storage, fenced, copy.place().file()), writeId(copy), manifest);
      return true;
    } catch (DeletedMeanwhileException e) {
      return false;
    }
  }

  private void requireKnown(StaleCopy copy) {
    if (!database.read(sql -> sql.fetchExists(IMAGE_COPY, row(copy)))) {
      throw new DeletedMeanwhileException();
    }
  }

  private static final class DeletedMeanwhileException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private Optional<Now> now(StaleCopy copy, org.jooq.DSLContext sql) {
    Long revision =
        sql.select(IMAGE_COPY.MANIFEST_WANTED)
            .from(IMAGE_COPY)
            .where(row(copy))
            .fetchOne(IMAGE_COPY.MANIFEST_WANTED);
    Optional<Record> image = rows.find(copy.imageUuid(), sql);
    return revision == null || image.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Now(
                revision,
                image.get(),
                ImageLabels.read(copy.imageUuid(), image.get().get(IMAGE.ACCOUNT_UUID), sql)));
  }

  private static Condition row(StaleCopy copy) {
    return IMAGE_COPY
        .IMAGE_UUID
        .eq(copy.imageUuid())
        .and(IMAGE_COPY.BACKUP_STORAGE_UUID.eq(copy.storageUuid()));
  }

  /** The same in each attempt, so that the next one removes what a broken one left. */
  private static String writeId(StaleCopy copy) {
    String name = "manifest of " + copy.imageUuid() + " on " + copy.storageUuid();
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8))
        .toString()
        .replace("-", "");
  }

  /**
   * Accounts for what lies there now, whatever was accounted for before: a writer that died after
   * its rename has told nobody. Whether the copy is still known.
   */
  private boolean settle(StaleCopy copy, long written, long size, Transaction transaction) {
    ImageRows.lock(List.of(copy.imageUuid()), transaction);
    Long accounted =
        transaction
            .sql()
            .select(IMAGE_COPY.SIZE)
            .from(IMAGE_COPY)
            .where(row(copy))
            .fetchOne(IMAGE_COPY.SIZE);
    if (accounted == null) {
      return false;
    }
    if (accounted != size) {
      reservations.use(copy.storageUuid(), size - accounted, transaction);
      transaction.sql().update(IMAGE_COPY).set(IMAGE_COPY.SIZE, size).where(row(copy)).execute();
    }
    int followed =
        transaction
            .sql()
            .update(IMAGE_COPY)
            .set(IMAGE_COPY.MANIFEST_WRITTEN, written)
            .where(row(copy))
            .and(IMAGE_COPY.MANIFEST_WRITTEN.lt(written))
            .execute();
    if (followed == 0) {
      // another node was faster, and its newer text was replaced by this one
      transaction
          .sql()
          .update(IMAGE_COPY)
          .set(IMAGE_COPY.MANIFEST_WANTED, IMAGE_COPY.MANIFEST_WANTED.plus(1))
          .where(row(copy))
          .execute();
    }
    return true;
  }

  /** What the catalog has of an image at one moment, and the revision that this is. */
  private record Now(long revision, Record image, ImageLabels labels) {
    byte[] manifest(StaleCopy copy) {
      var described = new DescribeStep.Described(image, labels);
      return described.manifest(described.arrived(), copy.place(), copy.storageUuid()).bytes();
    }
  }
}
