package org.strongroom.server.catalog;

import static org.strongroom.server.catalog.content.ImageCopyTable.IMAGE_COPY;
import static org.strongroom.server.catalog.content.ImageTable.IMAGE;
import static org.strongroom.server.catalog.identity.AccountTable.ACCOUNT;

import java.util.List;
import org.jooq.Condition;
import org.jooq.impl.DSL;

/**
 * Marks the manifests that no longer tell what the catalog has, in the transaction that changes it.
 * They are written anew as soon as their storages can be reached.
 */
public final class StaleManifests {
  private static final int AT_ONCE = 500;

  private StaleManifests() {}

  /** Something that is shown of the image was changed: its fields, its tags, its group. */
  public static void ofImage(String imageUuid, Transaction transaction) {
    mark(IMAGE_COPY.IMAGE_UUID.eq(imageUuid), transaction);
  }

  /**
   * The account that owns images got another name. It may own very many: they are marked after
   * this, in transactions of their own, by {@link #markOfRenamed}.
   */
  public static void ofAccount(String accountUuid, long now, Transaction transaction) {
    transaction
        .sql()
        .update(ACCOUNT)
        .set(ACCOUNT.RENAMED, DSL.greatest(ACCOUNT.RENAMED.plus(1), DSL.val(now)))
        .where(ACCOUNT.UUID.eq(accountUuid))
        .execute();
  }

  /** Marks the manifests of accounts that got another name, few at a time. */
  public static void markOfRenamed(Database database) {
    database
        .read(sql ->
            sql.select(ACCOUNT.UUID, ACCOUNT.RENAMED)
                .from(ACCOUNT)
                .where(ACCOUNT.RENAMED.ne(0L))
                .fetch())
        .forEach(row -> markOf(row.value1(), row.value2(), database));
  }

  private static void markOf(String accountUuid, long renamed, Database database) {
    String after = "";
    List<String> images;
    do {
      String from = after;
      images =
          database.read(sql ->
              sql.select(IMAGE.UUID)
                  .from(IMAGE)
                  .where(IMAGE.ACCOUNT_UUID.eq(accountUuid))
                  .and(IMAGE.UUID.gt(from))
                  .orderBy(IMAGE.UUID)
                  .limit(AT_ONCE)
                  .fetch(IMAGE.UUID));
      if (!images.isEmpty()) {
        List<String> some = images;
        database.write(transaction -> {
          mark(IMAGE_COPY.IMAGE_UUID.in(some), transaction);
          return true;
        });
        after = images.getLast();
      }
    } while (images.size() == AT_ONCE);
    database.write(transaction ->
        transaction
            .sql()
            .update(ACCOUNT)
            .set(ACCOUNT.RENAMED, 0L)
            .where(ACCOUNT.UUID.eq(accountUuid))
            .and(ACCOUNT.RENAMED.eq(renamed)) // and not once more meanwhile
            .execute());
  }

  private static void mark(Condition copies, Transaction transaction) {
    transaction
        .sql()
        .update(IMAGE_COPY)
        .set(IMAGE_COPY.MANIFEST_WANTED, IMAGE_COPY.MANIFEST_WANTED.plus(1))
        .where(copies)
        .execute();
  }
}
