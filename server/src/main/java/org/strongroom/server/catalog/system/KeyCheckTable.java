package org.strongroom.server.catalog.system;

import org.jooq.Name;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jooq.impl.TableImpl;
import org.jspecify.annotations.Nullable;

/** Texts that only the right key file opens. */
public final class KeyCheckTable extends TableImpl<Record> {
  private static final long serialVersionUID = 1L;

  public static final KeyCheckTable KEY_CHECK = new KeyCheckTable(DSL.name("key_check"), null);

  public final TableField<Record, String> NAME =
      createField(DSL.name("name"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> SEALED =
      createField(DSL.name("sealed"), SQLDataType.VARCHAR, this);

  private KeyCheckTable(Name alias, @Nullable Table<Record> aliased) {
    super(alias, null, aliased);
  }

  @Override
  public KeyCheckTable as(String alias) {
    return new KeyCheckTable(DSL.name(alias), this);
  }
}
