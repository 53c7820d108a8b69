package org.strongroom.server.catalog.system;

import org.jooq.Name;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jooq.impl.TableImpl;
import org.jspecify.annotations.Nullable;

/** What is told to whom. */
public final class NotificationDeliveryTable extends TableImpl<Record> {
  private static final long serialVersionUID = 1L;

  public static final NotificationDeliveryTable NOTIFICATION_DELIVERY =
      new NotificationDeliveryTable(DSL.name("notification_delivery"), null);

  public final TableField<Record, String> UUID =
      createField(DSL.name("uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> TARGET_UUID =
      createField(DSL.name("target_uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> KIND =
      createField(DSL.name("kind"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> SUBJECT =
      createField(DSL.name("subject"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> BODY =
      createField(DSL.name("body"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> JSON =
      createField(DSL.name("json"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> STATE =
      createField(DSL.name("state"), SQLDataType.VARCHAR, this);
  public final TableField<Record, Integer> ATTEMPTS =
      createField(DSL.name("attempts"), SQLDataType.INTEGER, this);
  public final TableField<Record, Integer> MOST_ATTEMPTS =
      createField(DSL.name("most_attempts"), SQLDataType.INTEGER, this);
  public final TableField<Record, Long> DUE =
      createField(DSL.name("due"), SQLDataType.BIGINT, this);
  public final TableField<Record, String> LAST_ERROR =
      createField(DSL.name("last_error"), SQLDataType.VARCHAR, this);
  public final TableField<Record, Long> CREATED =
      createField(DSL.name("created"), SQLDataType.BIGINT, this);
  public final TableField<Record, Long> FINISHED =
      createField(DSL.name("finished"), SQLDataType.BIGINT, this);

  private NotificationDeliveryTable(Name alias, @Nullable Table<Record> aliased) {
    super(alias, null, aliased);
  }

  @Override
  public NotificationDeliveryTable as(String alias) {
    return new NotificationDeliveryTable(DSL.name(alias), this);
  }
}
