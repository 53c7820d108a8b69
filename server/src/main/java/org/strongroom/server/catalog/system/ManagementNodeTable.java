package org.strongroom.server.catalog.system;

import org.jooq.Name;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jooq.impl.TableImpl;
import org.jspecify.annotations.Nullable;

/** Running servers. */
public final class ManagementNodeTable extends TableImpl<Record> {
  private static final long serialVersionUID = 1L;

  public static final ManagementNodeTable MANAGEMENT_NODE =
      new ManagementNodeTable(DSL.name("management_node"), null);

  public final TableField<Record, String> UUID =
      createField(DSL.name("uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> HOST_NAME =
      createField(DSL.name("host_name"), SQLDataType.VARCHAR, this);
  public final TableField<Record, Long> JOINED =
      createField(DSL.name("joined"), SQLDataType.BIGINT, this);
  public final TableField<Record, Long> HEART_BEAT =
      createField(DSL.name("heart_beat"), SQLDataType.BIGINT, this);

  private ManagementNodeTable(Name alias, @Nullable Table<Record> aliased) {
    super(alias, null, aliased);
  }

  @Override
  public ManagementNodeTable as(String alias) {
    return new ManagementNodeTable(DSL.name(alias), this);
  }
}
