package org.strongroom.server.catalog.storage;

import org.jooq.Name;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jooq.impl.TableImpl;
import org.jspecify.annotations.Nullable;

/** Backup nodes that are registered, with what their storage says: a view. */
public final class RegisteredNodeTable extends TableImpl<Record> {
  private static final long serialVersionUID = 1L;

  public static final RegisteredNodeTable REGISTERED_NODE =
      new RegisteredNodeTable(DSL.name("registered_node"), null);

  public final TableField<Record, String> UUID =
      createField(DSL.name("uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, Long> NUMBER =
      createField(DSL.name("number"), SQLDataType.BIGINT, this);
  public final TableField<Record, String> PROJECT_UUID =
      createField(DSL.name("project_uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> DISPLAY_NAME =
      createField(DSL.name("display_name"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> ACCESS_IP =
      createField(DSL.name("access_ip"), SQLDataType.VARCHAR, this);
  public final TableField<Record, Integer> SSH_PORT =
      createField(DSL.name("ssh_port"), SQLDataType.INTEGER, this);
  public final TableField<Record, String> USER_ID =
      createField(DSL.name("user_id"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> SHOWN_PASSWORD =
      createField(DSL.name("shown_password"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> HOST_NAME =
      createField(DSL.name("host_name"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> HOST_KEY =
      createField(DSL.name("host_key"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> COS_DEFAULT =
      createField(DSL.name("cos_default"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> STATE =
      createField(DSL.name("state"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> STATUS =
      createField(DSL.name("status"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> STATUS_REASON =
      createField(DSL.name("status_reason"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> STATUS_REASON_KIND =
      createField(DSL.name("status_reason_kind"), SQLDataType.VARCHAR, this);
  public final TableField<Record, Long> TOTAL_CAPACITY =
      createField(DSL.name("total_capacity"), SQLDataType.BIGINT, this);
  public final TableField<Record, Long> FREE_CAPACITY =
      createField(DSL.name("free_capacity"), SQLDataType.BIGINT, this);
  public final TableField<Record, Long> AVAILABLE_CAPACITY =
      createField(DSL.name("available_capacity"), SQLDataType.BIGINT, this);
  public final TableField<Record, Long> CREATED =
      createField(DSL.name("created"), SQLDataType.BIGINT, this);
  public final TableField<Record, Long> UPDATED =
      createField(DSL.name("updated"), SQLDataType.BIGINT, this);
  public final TableField<Record, Long> REGISTERED =
      createField(DSL.name("registered"), SQLDataType.BIGINT, this);

  private RegisteredNodeTable(Name alias, @Nullable Table<Record> aliased) {
    super(alias, null, aliased);
  }

  @Override
  public RegisteredNodeTable as(String alias) {
    return new RegisteredNodeTable(DSL.name(alias), this);
  }
}
