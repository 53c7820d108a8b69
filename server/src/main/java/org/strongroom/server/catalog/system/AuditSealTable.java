package org.strongroom.server.catalog.system;

import org.jooq.Name;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jooq.impl.TableImpl;
import org.jspecify.annotations.Nullable;

/** Where the chain of the audit log begins and ends, under the server's key. */
public final class AuditSealTable extends TableImpl<Record> {
  private static final long serialVersionUID = 1L;

  public static final AuditSealTable AUDIT_SEAL = new AuditSealTable(DSL.name("audit_seal"), null);

  public final TableField<Record, String> NAME =
      createField(DSL.name("name"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> SEALED =
      createField(DSL.name("sealed"), SQLDataType.VARCHAR, this);

  private AuditSealTable(Name alias, @Nullable Table<Record> aliased) {
    super(alias, null, aliased);
  }

  @Override
  public AuditSealTable as(String alias) {
    return new AuditSealTable(DSL.name(alias), this);
  }
}
