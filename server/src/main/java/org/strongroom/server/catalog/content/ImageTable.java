package org.strongroom.server.catalog.content;

import org.jooq.Name;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jooq.impl.TableImpl;
import org.jspecify.annotations.Nullable;

/** Images. */
public final class ImageTable extends TableImpl<Record> {
  private static final long serialVersionUID = 1L;

  public static final ImageTable IMAGE = new ImageTable(DSL.name("image"), null);

  public final TableField<Record, String> UUID =
      createField(DSL.name("uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> NAME =
      createField(DSL.name("name"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> DESCRIPTION =
      createField(DSL.name("description"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> STATE =
      createField(DSL.name("state"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> STATUS =
      createField(DSL.name("status"), SQLDataType.VARCHAR, this);
  public final TableField<Record, Long> SIZE =
      createField(DSL.name("size"), SQLDataType.BIGINT, this);
  public final TableField<Record, Long> ACTUAL_SIZE =
      createField(DSL.name("actual_size"), SQLDataType.BIGINT, this);

  /** Bytes of the file; null for one from before files had holes, whose actual size they are. */
  public final TableField<Record, Long> FILE_LENGTH =
      createField(DSL.name("file_length"), SQLDataType.BIGINT, this);

  public final TableField<Record, String> MD5 =
      createField(DSL.name("md5"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> SHA256 =
      createField(DSL.name("sha256"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> URL =
      createField(DSL.name("url"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> MEDIA_TYPE =
      createField(DSL.name("media_type"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> GUEST_OS_TYPE =
      createField(DSL.name("guest_os_type"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> PLATFORM =
      createField(DSL.name("platform"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> ARCHITECTURE =
      createField(DSL.name("architecture"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> FORMAT =
      createField(DSL.name("format"), SQLDataType.VARCHAR, this);
  public final TableField<Record, Boolean> IS_SYSTEM =
      createField(DSL.name("is_system"), SQLDataType.BOOLEAN, this);
  public final TableField<Record, Boolean> VIRTIO =
      createField(DSL.name("virtio"), SQLDataType.BOOLEAN, this);
  public final TableField<Record, String> ACCOUNT_UUID =
      createField(DSL.name("account_uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> GROUP_UUID =
      createField(DSL.name("group_uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, Integer> BOOT_ORDER =
      createField(DSL.name("boot_order"), SQLDataType.INTEGER, this);
  public final TableField<Record, Long> CREATED =
      createField(DSL.name("created"), SQLDataType.BIGINT, this);
  public final TableField<Record, Long> UPDATED =
      createField(DSL.name("updated"), SQLDataType.BIGINT, this);

  private ImageTable(Name alias, @Nullable Table<Record> aliased) {
    super(alias, null, aliased);
  }

  @Override
  public ImageTable as(String alias) {
    return new ImageTable(DSL.name(alias), this);
  }
}
