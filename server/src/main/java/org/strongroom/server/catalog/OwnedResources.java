package org.strongroom.server.catalog;

import static org.strongroom.server.catalog.ImageTable.IMAGE;

import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.strongroom.api.ResourceType;

/**
 * Which rows about resources an ordinary account may see: those about images only if it owns them,
 * those about accounts only if they are about itself.
 */
public final class OwnedResources {
  private OwnedResources() {}

  /**
   * The condition on a row that names a resource.
   *
   * @param account the account; empty for an administrator, who sees all
   * @param type the row's entity name of the resource
   * @param uuid the row's uuid of the resource
   */
  public static Condition seenBy(Optional<String> account, Field<String> type, Field<String> uuid) {
    return account
        .map(owner ->
            type.notIn(ResourceType.IMAGE.entityName(), ResourceType.ACCOUNT.entityName())
                .or(uuid.eq(owner))
                .or(
                    uuid.in(
                        DSL.select(IMAGE.UUID).from(IMAGE).where(IMAGE.ACCOUNT_UUID.eq(owner)))))
        .orElse(DSL.noCondition());
  }
}
