package org.strongroom.server.catalog.storage;

import org.jooq.Name;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jooq.impl.TableImpl;
import org.jspecify.annotations.Nullable;

/** Room taken on a storage before bytes flow. */
public final class ReservationTable extends TableImpl<Record> {
  private static final long serialVersionUID = 1L;

  public static final ReservationTable RESERVATION =
      new ReservationTable(DSL.name("reservation"), null);

  public final TableField<Record, String> UUID =
      createField(DSL.name("uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> BACKUP_STORAGE_UUID =
      createField(DSL.name("backup_storage_uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> JOB_UUID =
      createField(DSL.name("job_uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, Long> SIZE =
      createField(DSL.name("size"), SQLDataType.BIGINT, this);
  public final TableField<Record, Long> CREATED =
      createField(DSL.name("created"), SQLDataType.BIGINT, this);

  private ReservationTable(Name alias, @Nullable Table<Record> aliased) {
    super(alias, null, aliased);
  }

  @Override
  public ReservationTable as(String alias) {
    return new ReservationTable(DSL.name(alias), this);
  }
}
