package org.strongroom.server.catalog.storage;

import org.jooq.Name;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jooq.impl.TableImpl;
import org.jspecify.annotations.Nullable;

/** How full storages were. */
public final class CapacitySampleTable extends TableImpl<Record> {
  private static final long serialVersionUID = 1L;

  public static final CapacitySampleTable CAPACITY_SAMPLE =
      new CapacitySampleTable(DSL.name("capacity_sample"), null);

  public final TableField<Record, String> BACKUP_STORAGE_UUID =
      createField(DSL.name("backup_storage_uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, Long> PERIOD =
      createField(DSL.name("period"), SQLDataType.BIGINT, this);
  public final TableField<Record, Long> TOTAL_CAPACITY =
      createField(DSL.name("total_capacity"), SQLDataType.BIGINT, this);
  public final TableField<Record, Long> USED_CAPACITY =
      createField(DSL.name("used_capacity"), SQLDataType.BIGINT, this);
  public final TableField<Record, Long> RESERVED =
      createField(DSL.name("reserved"), SQLDataType.BIGINT, this);
  public final TableField<Record, Long> FREE_CAPACITY =
      createField(DSL.name("free_capacity"), SQLDataType.BIGINT, this);

  private CapacitySampleTable(Name alias, @Nullable Table<Record> aliased) {
    super(alias, null, aliased);
  }

  @Override
  public CapacitySampleTable as(String alias) {
    return new CapacitySampleTable(DSL.name(alias), this);
  }
}
