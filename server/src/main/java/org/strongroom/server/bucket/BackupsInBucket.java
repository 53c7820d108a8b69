package org.strongroom.server.bucket;

import static org.strongroom.server.catalog.content.ImageBackupTable.IMAGE_BACKUP;

import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record2;
import org.jooq.Result;
import org.jooq.impl.DSL;
import org.strongroom.api.ResourceType;
import org.strongroom.server.caller.Call;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.event.EventLog;
import org.strongroom.server.event.EventLog.Event;
import org.strongroom.server.tag.TagService;

/** The image backups whose OVAs are in a bucket. */
final class BackupsInBucket {
  private final TagService tags;
  private final EventLog events;

  BackupsInBucket(TagService tags, EventLog events) {
    this.tags = tags;
    this.events = events;
  }

  /** How many have their OVA nowhere else. */
  int onlyThere(String bucketUuid, DSLContext sql) {
    return sql.fetchCount(IMAGE_BACKUP, only(bucketUuid));
  }

  /** An object that has to be there: the latest. */
  Optional<String> newestObject(String bucketUuid, DSLContext sql) {
    return sql.select(IMAGE_BACKUP.OBJECT_NAME)
        .from(IMAGE_BACKUP)
        .where(IMAGE_BACKUP.BUCKET_UUID.eq(bucketUuid))
        .and(IMAGE_BACKUP.OBJECT_NAME.isNotNull())
        .orderBy(IMAGE_BACKUP.CREATED.desc(), IMAGE_BACKUP.UUID)
        .limit(1)
        .fetchOptional(IMAGE_BACKUP.OBJECT_NAME);
  }

  /**
   * Drops those that have their OVA nowhere else; the others only lose the copy in the bucket.
   *
   * @param atMost how many, since each takes its time
   * @return how many
   */
  int forget(String bucketUuid, int atMost, Call call, Transaction transaction) {
    Result<Record2<String, String>> gone =
        transaction
            .sql()
            .select(IMAGE_BACKUP.UUID, IMAGE_BACKUP.NAME)
            .from(IMAGE_BACKUP)
            .where(only(bucketUuid))
            .limit(atMost)
            .fetch();
    gone.forEach(row -> {
      tags.deleteAll(ResourceType.IMAGE_BACKUP, row.value1(), transaction);
      events.write(
          Event.deleted(ResourceType.IMAGE_BACKUP, row.value1(), row.value2()), call, transaction);
    });
    transaction
        .sql()
        .deleteFrom(IMAGE_BACKUP)
        .where(IMAGE_BACKUP.UUID.in(gone.getValues(IMAGE_BACKUP.UUID)))
        .execute();
    return gone.size()
        + transaction
            .sql()
            .update(IMAGE_BACKUP)
            .setNull(IMAGE_BACKUP.BUCKET_UUID)
            .setNull(IMAGE_BACKUP.OBJECT_NAME)
            .where(
                IMAGE_BACKUP.UUID.in(
                    DSL.select(IMAGE_BACKUP.UUID)
                        .from(IMAGE_BACKUP)
                        .where(IMAGE_BACKUP.BUCKET_UUID.eq(bucketUuid))
                        .and(IMAGE_BACKUP.STORAGE_UUID.isNotNull())
                        .limit(atMost)))
            .execute();
  }

  private static Condition only(String bucketUuid) {
    return IMAGE_BACKUP.BUCKET_UUID.eq(bucketUuid).and(IMAGE_BACKUP.STORAGE_UUID.isNull());
  }
}
