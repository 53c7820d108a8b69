package org.strongroom.server.catalog.system;

import org.jooq.Name;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jooq.impl.TableImpl;
import org.jspecify.annotations.Nullable;

/** Global configurations. */
public final class GlobalConfigTable extends TableImpl<Record> {
  private static final long serialVersionUID = 1L;

  public static final GlobalConfigTable GLOBAL_CONFIG =
      new GlobalConfigTable(DSL.name("global_config"), null);

  public final TableField<Record, Integer> ID =
      createField(DSL.name("id"), SQLDataType.INTEGER, this);
  public final TableField<Record, String> CATEGORY =
      createField(DSL.name("category"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> NAME =
      createField(DSL.name("name"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> DESCRIPTION =
      createField(DSL.name("description"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> DEFAULT_VALUE =
      createField(DSL.name("default_value"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> VALUE =
      createField(DSL.name("value"), SQLDataType.VARCHAR, this);

  private GlobalConfigTable(Name alias, @Nullable Table<Record> aliased) {
    super(alias, null, aliased);
  }

  @Override
  public GlobalConfigTable as(String alias) {
    return new GlobalConfigTable(DSL.name(alias), this);
  }
}
