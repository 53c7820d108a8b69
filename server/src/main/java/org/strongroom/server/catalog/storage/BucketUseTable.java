package org.strongroom.server.catalog.storage;

import org.jooq.Name;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jooq.impl.TableImpl;
import org.jspecify.annotations.Nullable;

/** Which jobs read or write a bucket. */
public final class BucketUseTable extends TableImpl<Record> {
  private static final long serialVersionUID = 1L;

  public static final BucketUseTable BUCKET_USE = new BucketUseTable(DSL.name("bucket_use"), null);

  public final TableField<Record, String> BUCKET_UUID =
      createField(DSL.name("bucket_uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> JOB_UUID =
      createField(DSL.name("job_uuid"), SQLDataType.VARCHAR, this);

  private BucketUseTable(Name alias, @Nullable Table<Record> aliased) {
    super(alias, null, aliased);
  }

  @Override
  public BucketUseTable as(String alias) {
    return new BucketUseTable(DSL.name(alias), this);
  }
}
