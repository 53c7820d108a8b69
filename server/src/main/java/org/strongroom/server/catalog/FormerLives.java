package org.strongroom.server.catalog;

import static org.strongroom.server.catalog.system.FormerResourceTable.FORMER_RESOURCE;

import org.jooq.DSLContext;

/**
 * How many images or image backups of a uuid are gone. A new one of the same uuid gets a place of
 * its own on its storage: something that was paused may still remove what lies in a former one's.
 */
public final class FormerLives {
  private FormerLives() {}

  public static int of(String uuid, DSLContext sql) {
    return sql.select(FORMER_RESOURCE.LIVES)
        .from(FORMER_RESOURCE)
        .where(FORMER_RESOURCE.UUID.eq(uuid))
        .fetchOptional(FORMER_RESOURCE.LIVES)
        .orElse(0);
  }

  /** One more is gone, in the transaction in which its row goes. */
  public static void ended(String uuid, Transaction transaction) {
    transaction
        .sql()
        .insertInto(FORMER_RESOURCE)
        .set(FORMER_RESOURCE.UUID, uuid)
        .set(FORMER_RESOURCE.LIVES, 1)
        .onConflict(FORMER_RESOURCE.UUID)
        .doUpdate()
        .set(FORMER_RESOURCE.LIVES, FORMER_RESOURCE.LIVES.plus(1))
        .execute();
  }
}
