package org.strongroom.server.backupstorage.record;

import static org.strongroom.server.catalog.content.ImageCopyTable.IMAGE_COPY;
import static org.strongroom.server.catalog.content.ImageTable.IMAGE;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record2;
import org.jooq.impl.DSL;
import org.strongroom.api.backupstorage.OnlyCopy;
import org.strongroom.server.catalog.content.ImageCopyTable;

/**
 * Images that lie on one storage alone: no other copy of them is Ready. What is in the trash, or
 * still arriving, does not count.
 *
 * @param bytes that they take there
 * @param first of them, by name
 */
public record OnlyCopies(long count, long bytes, List<OnlyCopy> first) {
  private static final int MOST = 1000;
  private static final ImageCopyTable OTHER = ImageCopyTable.IMAGE_COPY.as("other");

  /** Those on a storage. */
  public static OnlyCopies on(String storageUuid, DSLContext sql) {
    Condition alone =
        IMAGE_COPY
            .BACKUP_STORAGE_UUID
            .eq(storageUuid)
            .and(IMAGE_COPY.STATUS.notIn("Downloading", "Deleted"))
            .andNotExists(
                DSL.selectOne()
                    .from(OTHER)
                    .where(OTHER.IMAGE_UUID.eq(IMAGE_COPY.IMAGE_UUID))
                    .and(OTHER.BACKUP_STORAGE_UUID.ne(storageUuid))
                    .and(OTHER.STATUS.eq("Ready")));
    Totals totals = totals(alone, sql);
    List<OnlyCopy> first =
        sql.select(IMAGE.UUID, IMAGE.NAME, IMAGE_COPY.SIZE)
            .from(IMAGE_COPY)
            .join(IMAGE)
            .on(IMAGE.UUID.eq(IMAGE_COPY.IMAGE_UUID))
            .where(alone)
            .orderBy(IMAGE.NAME, IMAGE.UUID)
            .limit(MOST)
            .fetch(row -> new OnlyCopy(row.value1(), row.value2(), row.value3()));
    return new OnlyCopies(totals.count(), totals.bytes(), first);
  }

  /** All copies on a storage that take room there. */
  public static Totals all(String storageUuid, DSLContext sql) {
    return totals(IMAGE_COPY.BACKUP_STORAGE_UUID.eq(storageUuid), sql);
  }

  private static Totals totals(Condition which, DSLContext sql) {
    Record2<Integer, BigDecimal> row =
        sql.select(DSL.count(), DSL.sum(IMAGE_COPY.SIZE))
            .from(IMAGE_COPY)
            .where(which)
            .fetchSingle();
    return new Totals(
        row.value1(), Optional.ofNullable(row.value2()).map(BigDecimal::longValue).orElse(0L));
  }

  /** How many, and the bytes that they take. */
  public record Totals(long count, long bytes) {}
}
