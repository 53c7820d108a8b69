package org.strongroom.server.catalog.storage;

import org.jooq.Name;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jooq.impl.TableImpl;
import org.jspecify.annotations.Nullable;

/** Buckets that are registered, with what their storage says: a view. */
public final class RegisteredBucketTable extends TableImpl<Record> {
  private static final long serialVersionUID = 1L;

  public static final RegisteredBucketTable REGISTERED_BUCKET =
      new RegisteredBucketTable(DSL.name("registered_bucket"), null);

  public final TableField<Record, String> UUID =
      createField(DSL.name("uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> STORAGE_UUID =
      createField(DSL.name("storage_uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> PROJECT_UUID =
      createField(DSL.name("project_uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> NAME =
      createField(DSL.name("name"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> TYPE =
      createField(DSL.name("type"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> BUCKET_NAME =
      createField(DSL.name("bucket_name"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> ENDPOINT =
      createField(DSL.name("endpoint"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> REGION =
      createField(DSL.name("region"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> AUTH_ENDPOINT =
      createField(DSL.name("auth_endpoint"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> RESOURCE_CRN =
      createField(DSL.name("resource_crn"), SQLDataType.VARCHAR, this);
  public final TableField<Record, Long> CREATED =
      createField(DSL.name("created"), SQLDataType.BIGINT, this);
  public final TableField<Record, Long> UPDATED =
      createField(DSL.name("updated"), SQLDataType.BIGINT, this);

  private RegisteredBucketTable(Name alias, @Nullable Table<Record> aliased) {
    super(alias, null, aliased);
  }

  @Override
  public RegisteredBucketTable as(String alias) {
    return new RegisteredBucketTable(DSL.name(alias), this);
  }
}
