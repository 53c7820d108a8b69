package org.strongroom.server.catalog.system;

import org.jooq.Name;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jooq.impl.TableImpl;
import org.jspecify.annotations.Nullable;

/** The one row that names this catalog. */
public final class InstallationTable extends TableImpl<Record> {
  private static final long serialVersionUID = 1L;

  public static final InstallationTable INSTALLATION =
      new InstallationTable(DSL.name("installation"), null);

  public final TableField<Record, Integer> ID =
      createField(DSL.name("id"), SQLDataType.INTEGER, this);
  public final TableField<Record, String> UUID =
      createField(DSL.name("uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, Long> CREATED =
      createField(DSL.name("created"), SQLDataType.BIGINT, this);

  private InstallationTable(Name alias, @Nullable Table<Record> aliased) {
    super(alias, null, aliased);
  }

  @Override
  public InstallationTable as(String alias) {
    return new InstallationTable(DSL.name(alias), this);
  }
}
