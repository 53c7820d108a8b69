package org.strongroom.server.catalog.identity;

import org.jooq.Name;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jooq.impl.TableImpl;
import org.jspecify.annotations.Nullable;

/** Open sessions. What a session is called by its owner is kept nowhere, only its SHA-256. */
public final class SessionTable extends TableImpl<Record> {
  private static final long serialVersionUID = 1L;

  public static final SessionTable SESSION = new SessionTable(DSL.name("session"), null);

  public final TableField<Record, String> DIGEST =
      createField(DSL.name("digest"), SQLDataType.VARCHAR, this);

  /** What it is called in lists; of no use to who has no more than that. */
  public final TableField<Record, String> UUID =
      createField(DSL.name("uuid"), SQLDataType.VARCHAR, this);

  /** The address that it was opened from. */
  public final TableField<Record, String> SOURCE =
      createField(DSL.name("source"), SQLDataType.VARCHAR, this);

  public final TableField<Record, Long> LAST_USED =
      createField(DSL.name("last_used"), SQLDataType.BIGINT, this);
  public final TableField<Record, String> ACCOUNT_UUID =
      createField(DSL.name("account_uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, Long> CREATED =
      createField(DSL.name("created"), SQLDataType.BIGINT, this);
  public final TableField<Record, Long> EXPIRES =
      createField(DSL.name("expires"), SQLDataType.BIGINT, this);

  /** By when a session of the console ends for good; null for those of the API. */
  public final TableField<Record, Long> CONSOLE_UNTIL =
      createField(DSL.name("console_until"), SQLDataType.BIGINT, this);

  private SessionTable(Name alias, @Nullable Table<Record> aliased) {
    super(alias, null, aliased);
  }

  @Override
  public SessionTable as(String alias) {
    return new SessionTable(DSL.name(alias), this);
  }
}
