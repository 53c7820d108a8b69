package org.strongroom.server.catalog.system;

import org.jooq.Name;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jooq.impl.TableImpl;
import org.jspecify.annotations.Nullable;

/** Who is told when something needs a hand. */
public final class NotificationTargetTable extends TableImpl<Record> {
  private static final long serialVersionUID = 1L;

  public static final NotificationTargetTable NOTIFICATION_TARGET =
      new NotificationTargetTable(DSL.name("notification_target"), null);

  public final TableField<Record, String> UUID =
      createField(DSL.name("uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> NAME =
      createField(DSL.name("name"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> DESCRIPTION =
      createField(DSL.name("description"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> TYPE =
      createField(DSL.name("type"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> STATE =
      createField(DSL.name("state"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> KINDS =
      createField(DSL.name("kinds"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> ADDRESS =
      createField(DSL.name("address"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> HOST =
      createField(DSL.name("host"), SQLDataType.VARCHAR, this);
  public final TableField<Record, Integer> PORT =
      createField(DSL.name("port"), SQLDataType.INTEGER, this);
  public final TableField<Record, String> SECURITY =
      createField(DSL.name("security"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> USERNAME =
      createField(DSL.name("username"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> SENDER =
      createField(DSL.name("sender"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> RECIPIENTS =
      createField(DSL.name("recipients"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> SECRETS =
      createField(DSL.name("secrets"), SQLDataType.VARCHAR, this);
  public final TableField<Record, Long> CREATED =
      createField(DSL.name("created"), SQLDataType.BIGINT, this);
  public final TableField<Record, Long> UPDATED =
      createField(DSL.name("updated"), SQLDataType.BIGINT, this);

  private NotificationTargetTable(Name alias, @Nullable Table<Record> aliased) {
    super(alias, null, aliased);
  }

  @Override
  public NotificationTargetTable as(String alias) {
    return new NotificationTargetTable(DSL.name(alias), this);
  }
}
