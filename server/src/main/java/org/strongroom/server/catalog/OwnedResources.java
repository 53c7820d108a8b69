package org.strongroom.server.catalog;

import static org.strongroom.server.catalog.ImageTable.IMAGE;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.strongroom.api.ResourceType;

/**
 * Which rows about resources an ordinary account may see: those about images only if it owns them,
 * those about accounts only if they are about itself, none about what belongs to projects.
 */
public final class OwnedResources {
  private static final List<String> OWNED =
      Stream.of(
              ResourceType.IMAGE,
              ResourceType.ACCOUNT,
              ResourceType.PROJECT,
              ResourceType.IMAGE_BACKUP,
              ResourceType.BUCKET)
          .map(ResourceType::entityName)
          .toList();

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
            type.notIn(OWNED)
                .or(uuid.eq(owner))
                .or(
                    uuid.in(
                        DSL.select(IMAGE.UUID).from(IMAGE).where(IMAGE.ACCOUNT_UUID.eq(owner)))))
        .orElse(DSL.noCondition());
  }
}
