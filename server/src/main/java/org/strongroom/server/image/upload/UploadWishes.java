package org.strongroom.server.image.upload;

import static org.strongroom.server.catalog.content.UploadWishTable.UPLOAD_WISH;
import static org.strongroom.server.catalog.system.JobTable.JOB;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.catalog.DatabaseTime;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.image.arrival.RunningAdds;
import org.strongroom.server.image.record.ImageRows;
import org.strongroom.server.job.JobEngine;

/**
 * What nodes ask of each other about uploads, through the database: bytes have come to one node
 * while the job that waits for them is another's.
 */
public final class UploadWishes {
  /** A wish that was not repeated for so long is nobody's: its node or its sender is gone. */
  private static final Duration LASTS = Duration.ofSeconds(5);

  private final Database database;
  private final JobEngine jobs;
  private final RunningAdds adds;
  private final DatabaseTime time;

  public UploadWishes(Database database, ImageRows rows, RunningAdds adds) {
    this.database = database;
    this.jobs = adds.jobs();
    this.adds = adds;
    this.time = DatabaseTime.of(() -> Instant.ofEpochMilli(rows.now()));
  }

  /** What became of a wish. */
  enum Answer {
    /** The job is this node's. */
    HERE,
    /** It is another's, which has not answered yet. */
    ASKED,
    /** Other bytes for the image are coming already. */
    REFUSED
  }

  /** Wishes that the job of an image comes here; to be repeated until it has. */
  Answer ask(String imageUuid) {
    if (jobs.alone() || isHere(imageUuid)) {
      return Answer.HERE;
    }
    return database.write(transaction -> ask(imageUuid, transaction));
  }

  private boolean isHere(String imageUuid) {
    List<Record> running = database.read(sql -> adds.of(imageUuid, sql));
    return running.stream().allMatch(row -> jobs.nodeUuid().equals(row.get(JOB.NODE_UUID)));
  }

  private Answer ask(String imageUuid, Transaction transaction) {
    DSLContext sql = transaction.sql();
    long now = time.millis(sql);
    sql.deleteFrom(UPLOAD_WISH).where(UPLOAD_WISH.ASKED.lt(now - LASTS.toMillis())).execute();
    sql.insertInto(UPLOAD_WISH)
        .set(UPLOAD_WISH.IMAGE_UUID, imageUuid)
        .set(UPLOAD_WISH.NODE_UUID, jobs.nodeUuid())
        .set(UPLOAD_WISH.REFUSED, false)
        .set(UPLOAD_WISH.ASKED, now)
        .onConflictDoNothing()
        .execute();
    int mine =
        sql.update(UPLOAD_WISH)
            .set(UPLOAD_WISH.ASKED, now)
            .where(UPLOAD_WISH.IMAGE_UUID.eq(imageUuid))
            .and(UPLOAD_WISH.NODE_UUID.eq(jobs.nodeUuid()))
            .and(UPLOAD_WISH.REFUSED.isFalse())
            .execute();
    return mine > 0 ? Answer.ASKED : Answer.REFUSED;
  }

  /** Wishes no more. */
  void withdraw(String imageUuid) {
    if (!jobs.alone()) {
      database.write(transaction ->
          transaction
              .sql()
              .deleteFrom(UPLOAD_WISH)
              .where(UPLOAD_WISH.IMAGE_UUID.eq(imageUuid))
              .and(UPLOAD_WISH.NODE_UUID.eq(jobs.nodeUuid()))
              .execute());
    }
  }

  /** What other nodes wish and this one may grant. */
  List<Wish> ofOthers() {
    return database.read(sql ->
        sql
            .select(UPLOAD_WISH.IMAGE_UUID, UPLOAD_WISH.NODE_UUID)
            .from(UPLOAD_WISH)
            .where(UPLOAD_WISH.NODE_UUID.ne(jobs.nodeUuid()))
            .and(UPLOAD_WISH.REFUSED.isFalse())
            .and(UPLOAD_WISH.ASKED.ge(time.millis(sql) - LASTS.toMillis()))
            .limit(1000)
            .fetch(row -> new Wish(row.value1(), row.value2()))
            .stream()
            .toList());
  }

  /** The job of this node that a wish is about. */
  Optional<String> jobHere(Wish wish) {
    return database.<List<Record>>read(sql -> adds.of(wish.imageUuid(), sql)).stream()
        .filter(row -> jobs.nodeUuid().equals(row.get(JOB.NODE_UUID)))
        .map(row -> row.get(JOB.UUID))
        .findFirst();
  }

  /** Other bytes are coming. */
  void refuse(Wish wish) {
    database.write(transaction ->
        transaction
            .sql()
            .update(UPLOAD_WISH)
            .set(UPLOAD_WISH.REFUSED, true)
            .where(UPLOAD_WISH.IMAGE_UUID.eq(wish.imageUuid()))
            .and(UPLOAD_WISH.NODE_UUID.eq(wish.nodeUuid()))
            .execute());
  }

  /**
   * A wish of another node.
   *
   * @param nodeUuid where the bytes are
   */
  record Wish(String imageUuid, String nodeUuid) {}
}
