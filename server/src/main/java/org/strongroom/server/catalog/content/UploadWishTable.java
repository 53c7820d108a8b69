package org.strongroom.server.catalog.content;

import org.jooq.Name;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jooq.impl.TableImpl;
import org.jspecify.annotations.Nullable;

/** Bytes that have come to another node than the one whose job waits for them. */
public final class UploadWishTable extends TableImpl<Record> {
  private static final long serialVersionUID = 1L;

  public static final UploadWishTable UPLOAD_WISH =
      new UploadWishTable(DSL.name("upload_wish"), null);

  public final TableField<Record, String> IMAGE_UUID =
      createField(DSL.name("image_uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> NODE_UUID =
      createField(DSL.name("node_uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, Boolean> REFUSED =
      createField(DSL.name("refused"), SQLDataType.BOOLEAN, this);
  public final TableField<Record, Long> ASKED =
      createField(DSL.name("asked"), SQLDataType.BIGINT, this);

  private UploadWishTable(Name alias, @Nullable Table<Record> aliased) {
    super(alias, null, aliased);
  }

  @Override
  public UploadWishTable as(String alias) {
    return new UploadWishTable(DSL.name(alias), this);
  }
}
