package org.strongroom.server.query.mapping;

import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.inline;
import static org.strongroom.server.catalog.identity.AccountTable.ACCOUNT;
import static org.strongroom.server.catalog.system.JobTable.JOB;

import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.strongroom.api.ResourceType;
import org.strongroom.api.inventory.LongJobInventory;
import org.strongroom.server.query.Column;
import org.strongroom.server.query.Mapping;

final class LongJobMapping {
  private LongJobMapping() {}

  static Mapping<LongJobInventory> mapping() {
    return Tags.on(Mapping.of(LongJobInventory.class, JOB), ResourceType.LONG_JOB, JOB.UUID)
        .uuid("uuid", JOB.UUID)
        .text("name", LongJobMapping::name)
        .text("description", JOB.DESCRIPTION)
        .uuid("apiId", JOB.UUID)
        .operation("jobName", JOB.OPERATION)
        .text("jobData", JOB.SHOWN_REQUEST)
        .text("jobResult", JOB.OUTCOME)
        .text("state", JOB.STATE)
        .uuid("targetResourceUuid", JOB.RESOURCE_UUID)
        .text("targetResourceName", JOB.RESOURCE_NAME)
        .uuid("accountUuid", JOB.ACCOUNT_UUID)
        .text("accountName", LongJobMapping::account)
        .text("sourceAddress", JOB.SOURCE)
        .uuid("managementNodeUuid", JOB.NODE_UUID)
        .text("step", JOB.STEP_NAME)
        .number("progress", JOB.PROGRESS)
        .number("bytes", JOB.BYTES)
        .text("reason", JOB.REASON)
        .number("executeTime", LongJobMapping::seconds)
        .instant("finishDate", JOB.FINISHED)
        .instant("createDate", JOB.CREATED)
        .instant("lastOpDate", JOB.UPDATED)
        .madeAt(JOB.CREATED)
        .key(JOB.UUID)
        .done();
  }

  /** The caller's name for it, else the operation's. */
  private static Field<String> name(Table<?> row) {
    return coalesce(Column.of(JOB.NAME, row), Column.of(JOB.OPERATION, row));
  }

  /** Null if it is there no more. */
  private static Field<String> account(Table<?> row) {
    return DSL.field(
        DSL.select(ACCOUNT.NAME)
            .from(ACCOUNT)
            .where(ACCOUNT.UUID.eq(Column.of(JOB.ACCOUNT_UUID, row))));
  }

  /** Null until it is over. */
  private static Field<Long> seconds(Table<?> row) {
    return Column.of(JOB.FINISHED, row).minus(Column.of(JOB.CREATED, row)).div(inline(1000L));
  }
}
