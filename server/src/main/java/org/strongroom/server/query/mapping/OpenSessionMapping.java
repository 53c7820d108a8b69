package org.strongroom.server.query.mapping;

import static org.jooq.impl.DSL.inline;
import static org.strongroom.server.catalog.identity.AccountTable.ACCOUNT;
import static org.strongroom.server.catalog.identity.SessionTable.SESSION;

import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.strongroom.api.account.OpenSessionInventory;
import org.strongroom.server.query.Column;
import org.strongroom.server.query.Mapping;

final class OpenSessionMapping {
  private OpenSessionMapping() {}

  static Mapping<OpenSessionInventory> mapping() {
    return Mapping.of(OpenSessionInventory.class, SESSION)
        .uuid("uuid", SESSION.UUID)
        .uuid("accountUuid", SESSION.ACCOUNT_UUID)
        .text("accountName", OpenSessionMapping::account)
        .text("type", OpenSessionMapping::type)
        .text("sourceAddress", SESSION.SOURCE)
        .derived("current", row -> Column.of(SESSION.UUID, row), uuid -> false)
        .instant("createDate", SESSION.CREATED)
        .instant("lastUseDate", SESSION.LAST_USED)
        .instant("expiredDate", SESSION.EXPIRES)
        .madeAt(SESSION.CREATED)
        .key(SESSION.UUID)
        .done();
  }

  private static Field<String> account(Table<?> row) {
    return DSL.field(
        DSL.select(ACCOUNT.NAME)
            .from(ACCOUNT)
            .where(ACCOUNT.UUID.eq(Column.of(SESSION.ACCOUNT_UUID, row))));
  }

  private static Field<String> type(Table<?> row) {
    return DSL.when(Column.of(SESSION.CONSOLE_UNTIL, row).isNull(), inline("Api"))
        .otherwise(inline("Console"));
  }
}
