package org.strongroom.server.image.copying;

import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.sum;
import static org.strongroom.server.catalog.content.ImageCopyTable.IMAGE_COPY;
import static org.strongroom.server.catalog.content.ImageTable.IMAGE;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record2;
import org.strongroom.server.backupstorage.upkeep.StorageContent;
import org.strongroom.server.caller.Call;
import org.strongroom.server.image.record.ImageCopy;
import org.strongroom.server.image.record.ImageRows;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.StorageException;

/** The copies of images on a storage, those in the trash too: they may be recovered. */
public final class ImageContent implements StorageContent {
  /** They were proved when they came. */
  private static final Field<Long> LOOKED_AT = coalesce(IMAGE_COPY.CHECKED, IMAGE_COPY.CREATED);

  private final ImageRows rows;
  private final CopyVerification verification;

  public ImageContent(ImageRows rows, CopyVerification verification) {
    this.rows = rows;
    this.verification = verification;
  }

  @Override
  public Optional<Item> oldest(
      String storageUuid, long before, Set<String> except, DSLContext sql) {
    return sql
        .select(IMAGE_COPY.IMAGE_UUID, coalesce(IMAGE.FILE_LENGTH, IMAGE.ACTUAL_SIZE))
        .from(IMAGE_COPY)
        .join(IMAGE)
        .on(IMAGE.UUID.eq(IMAGE_COPY.IMAGE_UUID))
        .where(due(storageUuid, before))
        .and(IMAGE_COPY.IMAGE_UUID.notIn(except))
        .orderBy(LOOKED_AT, IMAGE_COPY.IMAGE_UUID)
        .limit(1)
        .fetch()
        .stream()
        .flatMap(row -> item(row, storageUuid, sql).stream())
        .findFirst();
  }

  private Optional<Item> item(Record2<String, Long> row, String storageUuid, DSLContext sql) {
    return rows.copies(row.value1(), sql).stream()
        .filter(copy -> copy.storageUuid().equals(storageUuid))
        .findFirst()
        .map(copy -> new CopyItem(copy, row.value2(), verification));
  }

  @Override
  public long due(String storageUuid, long before, DSLContext sql) {
    BigDecimal bytes =
        sql.select(sum(IMAGE_COPY.SIZE))
            .from(IMAGE_COPY)
            .where(due(storageUuid, before))
            .fetchSingle()
            .value1();
    return bytes == null ? 0 : bytes.longValue();
  }

  private static Condition due(String storageUuid, long before) {
    return IMAGE_COPY
        .BACKUP_STORAGE_UUID
        .eq(storageUuid)
        .and(IMAGE_COPY.STATUS.ne(ImageRows.DOWNLOADING))
        .and(LOOKED_AT.lt(before));
  }

  @Override
  public Tally tally(String storageUuid, long since, DSLContext sql) {
    Condition here = IMAGE_COPY.BACKUP_STORAGE_UUID.eq(storageUuid);
    return new Tally(
        sql.fetchCount(
            IMAGE_COPY,
            here.and(IMAGE_COPY.LAST_VERIFIED.ge(since)),
            IMAGE_COPY.DAMAGED_AT.isNull()),
        sql.fetchCount(
            IMAGE_COPY, here.and(IMAGE_COPY.CHECKED.ge(since)), IMAGE_COPY.DAMAGED_AT.isNotNull()));
  }

  private record CopyItem(ImageCopy copy, long size, CopyVerification verification)
      implements Item {
    @Override
    public String key() {
      return copy.imageUuid();
    }

    @Override
    public long bytes() {
      return copy.accounted();
    }

    @Override
    public void prove(StorageDriver driver, Call call, LongConsumer progress)
        throws StorageException {
      verification.prove(copy, size, driver, call, progress);
    }
  }
}
