package org.strongroom.server.catalog.system;

import org.jooq.Name;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jooq.impl.TableImpl;
import org.jspecify.annotations.Nullable;

/** How many images or image backups of a uuid are gone. */
public final class FormerResourceTable extends TableImpl<Record> {
  private static final long serialVersionUID = 1L;

  public static final FormerResourceTable FORMER_RESOURCE =
      new FormerResourceTable(DSL.name("former_resource"), null);

  public final TableField<Record, String> UUID =
      createField(DSL.name("uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, Integer> LIVES =
      createField(DSL.name("lives"), SQLDataType.INTEGER, this);

  private FormerResourceTable(Name alias, @Nullable Table<Record> aliased) {
    super(alias, null, aliased);
  }

  @Override
  public FormerResourceTable as(String alias) {
    return new FormerResourceTable(DSL.name(alias), this);
  }
}
