package org.strongroom.server.catalog.system;

import org.jooq.Name;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jooq.impl.TableImpl;
import org.jspecify.annotations.Nullable;

/** What needs a hand, from when it was seen until it is over. */
public final class NotificationAlarmTable extends TableImpl<Record> {
  private static final long serialVersionUID = 1L;

  public static final NotificationAlarmTable NOTIFICATION_ALARM =
      new NotificationAlarmTable(DSL.name("notification_alarm"), null);

  public final TableField<Record, String> KIND =
      createField(DSL.name("kind"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> RESOURCE_UUID =
      createField(DSL.name("resource_uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> RESOURCE_NAME =
      createField(DSL.name("resource_name"), SQLDataType.VARCHAR, this);
  public final TableField<Record, Long> RAISED =
      createField(DSL.name("raised"), SQLDataType.BIGINT, this);
  public final TableField<Record, Boolean> TOLD =
      createField(DSL.name("told"), SQLDataType.BOOLEAN, this);

  private NotificationAlarmTable(Name alias, @Nullable Table<Record> aliased) {
    super(alias, null, aliased);
  }

  @Override
  public NotificationAlarmTable as(String alias) {
    return new NotificationAlarmTable(DSL.name(alias), this);
  }
}
