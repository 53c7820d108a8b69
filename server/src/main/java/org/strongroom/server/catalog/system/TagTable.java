package org.strongroom.server.catalog.system;

import org.jooq.Name;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jooq.impl.TableImpl;
import org.jspecify.annotations.Nullable;

/** User tags and system tags. */
public final class TagTable extends TableImpl<Record> {
  private static final long serialVersionUID = 1L;

  public static final TagTable TAG = new TagTable(DSL.name("tag"), null);

  public final TableField<Record, String> UUID =
      createField(DSL.name("uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> RESOURCE_UUID =
      createField(DSL.name("resource_uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> RESOURCE_TYPE =
      createField(DSL.name("resource_type"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> KIND =
      createField(DSL.name("kind"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> TEXT =
      createField(DSL.name("text"), SQLDataType.VARCHAR, this);
  public final TableField<Record, Boolean> INHERENT =
      createField(DSL.name("inherent"), SQLDataType.BOOLEAN, this);
  public final TableField<Record, Long> CREATED =
      createField(DSL.name("created"), SQLDataType.BIGINT, this);
  public final TableField<Record, Long> UPDATED =
      createField(DSL.name("updated"), SQLDataType.BIGINT, this);

  private TagTable(Name alias, @Nullable Table<Record> aliased) {
    super(alias, null, aliased);
  }

  @Override
  public TagTable as(String alias) {
    return new TagTable(DSL.name(alias), this);
  }
}
