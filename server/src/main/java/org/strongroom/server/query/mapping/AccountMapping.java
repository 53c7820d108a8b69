package org.strongroom.server.query.mapping;

import static org.strongroom.server.catalog.identity.AccountTable.ACCOUNT;

import org.strongroom.api.ResourceType;
import org.strongroom.api.inventory.AccountInventory;
import org.strongroom.server.query.Mapping;

final class AccountMapping {
  private AccountMapping() {}

  static Mapping<AccountInventory> mapping() {
    return Tags.on(Mapping.of(AccountInventory.class, ACCOUNT), ResourceType.ACCOUNT, ACCOUNT.UUID)
        .uuid("uuid", ACCOUNT.UUID)
        .text("name", ACCOUNT.NAME)
        .text("description", ACCOUNT.DESCRIPTION)
        .text("type", ACCOUNT.TYPE)
        .instant("createDate", ACCOUNT.CREATED)
        .instant("lastOpDate", ACCOUNT.UPDATED)
        .madeAt(ACCOUNT.CREATED)
        .key(ACCOUNT.UUID)
        .done();
  }
}
