package org.strongroom.server.catalog.system;

import org.jooq.Name;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jooq.impl.TableImpl;
import org.jspecify.annotations.Nullable;

/** Exports that were closed at a node which does not serve them. */
public final class ClosedExportTable extends TableImpl<Record> {
  private static final long serialVersionUID = 1L;

  public static final ClosedExportTable CLOSED_EXPORT =
      new ClosedExportTable(DSL.name("closed_export"), null);

  public final TableField<Record, String> UUID =
      createField(DSL.name("uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, Long> CLOSED =
      createField(DSL.name("closed"), SQLDataType.BIGINT, this);

  private ClosedExportTable(Name alias, @Nullable Table<Record> aliased) {
    super(alias, null, aliased);
  }

  @Override
  public ClosedExportTable as(String alias) {
    return new ClosedExportTable(DSL.name(alias), this);
  }
}
