package org.strongroom.server.query.mapping;

import static org.strongroom.server.catalog.identity.AccountTable.ACCOUNT;
import static org.strongroom.server.catalog.system.AuditTable.AUDIT;

import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.strongroom.api.inventory.AuditInventory;
import org.strongroom.server.query.Column;
import org.strongroom.server.query.Mapping;

final class AuditMapping {
  private AuditMapping() {}

  static Mapping<AuditInventory> mapping() {
    return Mapping.of(AuditInventory.class, AUDIT)
        .uuid("uuid", AUDIT.UUID)
        .instant("time", AUDIT.TIME)
        .instant("finished", AUDIT.FINISHED)
        .uuid("accountUuid", AUDIT.ACCOUNT_UUID)
        .text("accountName", AuditMapping::account)
        .text("sourceAddress", AUDIT.SOURCE)
        .operation("operation", AUDIT.OPERATION)
        .uuid("resourceUuid", AUDIT.RESOURCE_UUID)
        .text("outcome", AUDIT.OUTCOME)
        .text("details", AUDIT.DETAILS)
        .text("requestId", AUDIT.REQUEST_ID)
        .uuid("jobUuid", AUDIT.JOB_UUID)
        .madeAt(AUDIT.TIME)
        .key(AUDIT.UUID)
        .done();
  }

  private static Field<String> account(Table<?> row) {
    return DSL.field(
        DSL.select(ACCOUNT.NAME)
            .from(ACCOUNT)
            .where(ACCOUNT.UUID.eq(Column.of(AUDIT.ACCOUNT_UUID, row))));
  }
}
