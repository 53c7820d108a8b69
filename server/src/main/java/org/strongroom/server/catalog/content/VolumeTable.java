package org.strongroom.server.catalog.content;

import org.jooq.Name;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jooq.impl.TableImpl;
import org.jspecify.annotations.Nullable;

/** Disks somewhere that are backed up. */
public final class VolumeTable extends TableImpl<Record> {
  private static final long serialVersionUID = 1L;

  public static final VolumeTable VOLUME = new VolumeTable(DSL.name("volume"), null);

  public final TableField<Record, String> UUID =
      createField(DSL.name("uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> NAME =
      createField(DSL.name("name"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> DESCRIPTION =
      createField(DSL.name("description"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> TYPE =
      createField(DSL.name("type"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> FORMAT =
      createField(DSL.name("format"), SQLDataType.VARCHAR, this);
  public final TableField<Record, Long> SIZE =
      createField(DSL.name("size"), SQLDataType.BIGINT, this);
  public final TableField<Record, Long> ACTUAL_SIZE =
      createField(DSL.name("actual_size"), SQLDataType.BIGINT, this);
  public final TableField<Record, String> URL =
      createField(DSL.name("url"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> ACCESS =
      createField(DSL.name("access"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> HOST_KEY =
      createField(DSL.name("host_key"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> REPOSITORY_HOST =
      createField(DSL.name("repository_host"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> ZONE_UUID =
      createField(DSL.name("zone_uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> ACCOUNT_UUID =
      createField(DSL.name("account_uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> STATE =
      createField(DSL.name("state"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> STATUS =
      createField(DSL.name("status"), SQLDataType.VARCHAR, this);
  public final TableField<Record, Long> CREATED =
      createField(DSL.name("created"), SQLDataType.BIGINT, this);
  public final TableField<Record, Long> UPDATED =
      createField(DSL.name("updated"), SQLDataType.BIGINT, this);

  private VolumeTable(Name alias, @Nullable Table<Record> aliased) {
    super(alias, null, aliased);
  }

  @Override
  public VolumeTable as(String alias) {
    return new VolumeTable(DSL.name(alias), this);
  }
}
