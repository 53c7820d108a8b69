package org.strongroom.server.catalog.identity;

import org.jooq.Name;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jooq.impl.TableImpl;
import org.jspecify.annotations.Nullable;

/** Tokens that are given out, by their digest. */
public final class TokenTable extends TableImpl<Record> {
  private static final long serialVersionUID = 1L;

  public static final TokenTable TOKEN = new TokenTable(DSL.name("token"), null);

  public final TableField<Record, String> DIGEST =
      createField(DSL.name("digest"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> ACCOUNT_UUID =
      createField(DSL.name("account_uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> PROJECT_UUID =
      createField(DSL.name("project_uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> AUDIT_ID =
      createField(DSL.name("audit_id"), SQLDataType.VARCHAR, this);
  public final TableField<Record, Long> ISSUED =
      createField(DSL.name("issued"), SQLDataType.BIGINT, this);
  public final TableField<Record, Long> EXPIRES =
      createField(DSL.name("expires"), SQLDataType.BIGINT, this);

  private TokenTable(Name alias, @Nullable Table<Record> aliased) {
    super(alias, null, aliased);
  }

  @Override
  public TokenTable as(String alias) {
    return new TokenTable(DSL.name(alias), this);
  }
}
