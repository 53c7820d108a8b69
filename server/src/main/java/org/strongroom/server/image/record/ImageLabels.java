package org.strongroom.server.image.record;

import static org.strongroom.server.catalog.identity.AccountTable.ACCOUNT;
import static org.strongroom.server.catalog.system.TagTable.TAG;

import java.util.List;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * What hangs on an image and is kept elsewhere in the catalog.
 *
 * @param owner name of the account that it belongs to; none if that is gone
 */
public record ImageLabels(@Nullable String owner, List<String> userTags, List<String> systemTags) {
  public ImageLabels {
    userTags = List.copyOf(userTags);
    systemTags = List.copyOf(systemTags);
  }

  public static ImageLabels read(String imageUuid, String accountUuid, DSLContext sql) {
    return new ImageLabels(
        sql.select(ACCOUNT.NAME)
            .from(ACCOUNT)
            .where(ACCOUNT.UUID.eq(accountUuid))
            .fetchOne(ACCOUNT.NAME),
        tags("User", imageUuid, sql),
        tags("System", imageUuid, sql));
  }

  private static List<String> tags(String kind, String imageUuid, DSLContext sql) {
    return sql.select(TAG.TEXT)
        .from(TAG)
        .where(TAG.RESOURCE_UUID.eq(imageUuid))
        .and(TAG.KIND.eq(kind))
        .orderBy(TAG.CREATED, TAG.UUID)
        .fetch(TAG.TEXT);
  }
}
