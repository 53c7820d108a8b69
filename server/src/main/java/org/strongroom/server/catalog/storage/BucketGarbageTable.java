package org.strongroom.server.catalog.storage;

import org.jooq.Name;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jooq.impl.TableImpl;
import org.jspecify.annotations.Nullable;

/** Objects that are to be deleted as soon as their store can be reached. */
public final class BucketGarbageTable extends TableImpl<Record> {
  private static final long serialVersionUID = 1L;

  public static final BucketGarbageTable BUCKET_GARBAGE =
      new BucketGarbageTable(DSL.name("bucket_garbage"), null);

  public final TableField<Record, String> UUID =
      createField(DSL.name("uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> BUCKET_UUID =
      createField(DSL.name("bucket_uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> OBJECT_NAME =
      createField(DSL.name("object_name"), SQLDataType.VARCHAR, this);
  public final TableField<Record, Long> CREATED =
      createField(DSL.name("created"), SQLDataType.BIGINT, this);

  private BucketGarbageTable(Name alias, @Nullable Table<Record> aliased) {
    super(alias, null, aliased);
  }

  @Override
  public BucketGarbageTable as(String alias) {
    return new BucketGarbageTable(DSL.name(alias), this);
  }
}
