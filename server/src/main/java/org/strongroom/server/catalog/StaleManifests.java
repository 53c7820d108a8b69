package org.strongroom.server.catalog;

import static org.strongroom.server.catalog.content.ImageCopyTable.IMAGE_COPY;
import static org.strongroom.server.catalog.content.ImageTable.IMAGE;

import org.jooq.Condition;
import org.jooq.impl.DSL;

/**
 * Marks the manifests that no longer tell what the catalog has, in the transaction that changes it.
 * They are written anew as soon as their storages can be reached.
 */
public final class StaleManifests {
  private StaleManifests() {}

  /** Something that is shown of the image was changed: its fields, its tags, its group. */
  public static void ofImage(String imageUuid, Transaction transaction) {
    mark(IMAGE_COPY.IMAGE_UUID.eq(imageUuid), transaction);
  }

  /** The account that owns images got another name. */
  public static void ofAccount(String accountUuid, Transaction transaction) {
    mark(
        IMAGE_COPY.IMAGE_UUID.in(
            DSL.select(IMAGE.UUID).from(IMAGE).where(IMAGE.ACCOUNT_UUID.eq(accountUuid))),
        transaction);
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
