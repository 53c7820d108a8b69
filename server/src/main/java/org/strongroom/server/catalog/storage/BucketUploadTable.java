package org.strongroom.server.catalog.storage;

import org.jooq.Name;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jooq.impl.TableImpl;
import org.jspecify.annotations.Nullable;

/** Uploads in parts that have begun. */
public final class BucketUploadTable extends TableImpl<Record> {
  private static final long serialVersionUID = 1L;

  public static final BucketUploadTable BUCKET_UPLOAD =
      new BucketUploadTable(DSL.name("bucket_upload"), null);

  public final TableField<Record, String> UUID =
      createField(DSL.name("uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> BUCKET_UUID =
      createField(DSL.name("bucket_uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> JOB_UUID =
      createField(DSL.name("job_uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> OBJECT_NAME =
      createField(DSL.name("object_name"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> UPLOAD_ID =
      createField(DSL.name("upload_id"), SQLDataType.VARCHAR, this);
  public final TableField<Record, Long> PART_SIZE =
      createField(DSL.name("part_size"), SQLDataType.BIGINT, this);
  public final TableField<Record, Long> SIZE =
      createField(DSL.name("size"), SQLDataType.BIGINT, this);
  public final TableField<Record, String> SHA256 =
      createField(DSL.name("sha256"), SQLDataType.VARCHAR, this);
  public final TableField<Record, Boolean> UNWANTED =
      createField(DSL.name("unwanted"), SQLDataType.BOOLEAN, this);
  public final TableField<Record, Long> CREATED =
      createField(DSL.name("created"), SQLDataType.BIGINT, this);

  private BucketUploadTable(Name alias, @Nullable Table<Record> aliased) {
    super(alias, null, aliased);
  }

  @Override
  public BucketUploadTable as(String alias) {
    return new BucketUploadTable(DSL.name(alias), this);
  }
}
