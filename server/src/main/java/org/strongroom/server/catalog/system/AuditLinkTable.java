package org.strongroom.server.catalog.system;

import org.jooq.Name;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jooq.impl.TableImpl;
import org.jspecify.annotations.Nullable;

/** The chain of the audit log: one link for each entry as it was accepted, one for its end. */
public final class AuditLinkTable extends TableImpl<Record> {
  private static final long serialVersionUID = 1L;

  public static final AuditLinkTable AUDIT_LINK = new AuditLinkTable(DSL.name("audit_link"), null);

  public final TableField<Record, Long> NUMBER =
      createField(DSL.name("number"), SQLDataType.BIGINT, this);
  public final TableField<Record, String> AUDIT_UUID =
      createField(DSL.name("audit_uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> PART =
      createField(DSL.name("part"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> DIGEST =
      createField(DSL.name("digest"), SQLDataType.VARCHAR, this);

  private AuditLinkTable(Name alias, @Nullable Table<Record> aliased) {
    super(alias, null, aliased);
  }

  @Override
  public AuditLinkTable as(String alias) {
    return new AuditLinkTable(DSL.name(alias), this);
  }
}
