package org.strongroom.server.catalog.identity;

import org.jooq.Name;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jooq.impl.TableImpl;
import org.jspecify.annotations.Nullable;

/** Roles that accounts have in projects. */
public final class RoleAssignmentTable extends TableImpl<Record> {
  private static final long serialVersionUID = 1L;

  public static final RoleAssignmentTable ROLE_ASSIGNMENT =
      new RoleAssignmentTable(DSL.name("role_assignment"), null);

  public final TableField<Record, String> ACCOUNT_UUID =
      createField(DSL.name("account_uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> PROJECT_UUID =
      createField(DSL.name("project_uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> ROLE =
      createField(DSL.name("role"), SQLDataType.VARCHAR, this);
  public final TableField<Record, Long> CREATED =
      createField(DSL.name("created"), SQLDataType.BIGINT, this);

  private RoleAssignmentTable(Name alias, @Nullable Table<Record> aliased) {
    super(alias, null, aliased);
  }

  @Override
  public RoleAssignmentTable as(String alias) {
    return new RoleAssignmentTable(DSL.name(alias), this);
  }
}
