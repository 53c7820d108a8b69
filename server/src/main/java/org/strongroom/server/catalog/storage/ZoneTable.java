package org.strongroom.server.catalog.storage;

import org.jooq.Name;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jooq.impl.TableImpl;
import org.jspecify.annotations.Nullable;

/** Zones. */
public final class ZoneTable extends TableImpl<Record> {
  private static final long serialVersionUID = 1L;

  public static final ZoneTable ZONE = new ZoneTable(DSL.name("zone"), null);

  public final TableField<Record, String> UUID =
      createField(DSL.name("uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> NAME =
      createField(DSL.name("name"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> DESCRIPTION =
      createField(DSL.name("description"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> STATE =
      createField(DSL.name("state"), SQLDataType.VARCHAR, this);
  public final TableField<Record, Boolean> IS_DEFAULT =
      createField(DSL.name("is_default"), SQLDataType.BOOLEAN, this);
  public final TableField<Record, Long> CREATED =
      createField(DSL.name("created"), SQLDataType.BIGINT, this);
  public final TableField<Record, Long> UPDATED =
      createField(DSL.name("updated"), SQLDataType.BIGINT, this);

  private ZoneTable(Name alias, @Nullable Table<Record> aliased) {
    super(alias, null, aliased);
  }

  @Override
  public ZoneTable as(String alias) {
    return new ZoneTable(DSL.name(alias), this);
  }
}
