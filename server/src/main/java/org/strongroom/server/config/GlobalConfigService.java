package org.strongroom.server.config;

import static org.strongroom.server.catalog.system.GlobalConfigTable.GLOBAL_CONFIG;

import org.strongroom.api.ApiException;
import org.strongroom.api.EmptyReply;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.config.GetGlobalConfigOptions;
import org.strongroom.api.config.QueryGlobalConfig;
import org.strongroom.api.config.ResetGlobalConfig;
import org.strongroom.api.config.UpdateGlobalConfig;
import org.strongroom.api.inventory.GlobalConfigInventory;
import org.strongroom.server.call.OperationRegistry;
import org.strongroom.server.caller.Call;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.query.Queries;

/** The operations on global configuration (Global Configurations). */
public final class GlobalConfigService {
  private final GlobalConfigs configs;
  private final Queries queries;
  private final Database database;

  public GlobalConfigService(GlobalConfigs configs, Queries queries, Database database) {
    this.configs = configs;
    this.queries = queries;
    this.database = database;
  }

  public void register(OperationRegistry operations) {
    operations.answer(
        QueryGlobalConfig.class,
        (request, caller) ->
            database.read(sql -> queries.find(sql, GlobalConfigInventory.class, request.query())));
    operations.answer(
        GetGlobalConfigOptions.class,
        (request, caller) ->
            new GetGlobalConfigOptions.Reply(
                setting(request.category(), request.name()).rule().options(), true));
    operations.change(UpdateGlobalConfig.class, this::update);
    operations.change(ResetGlobalConfig.class, this::reset);
  }

  private InventoryReply<GlobalConfigInventory> update(
      UpdateGlobalConfig request, Call call, Transaction transaction) {
    Setting setting = setting(request.category(), request.name());
    String value = request.value() == null ? setting.defaultValue() : request.value();
    setting
        .rule()
        .objection(value)
        .ifPresent(objection -> {
          throw ApiException.invalid(
              "%s/%s %s, not '%s'"
                  .formatted(setting.category(), setting.settingName(), objection, value));
        });
    transaction
        .sql()
        .update(GLOBAL_CONFIG)
        .set(GLOBAL_CONFIG.VALUE, value)
        .where(GLOBAL_CONFIG.ID.eq(setting.id()))
        .execute();
    transaction.afterCommit(configs::refresh);
    return new InventoryReply<>(
        new GlobalConfigInventory(
            setting.id(),
            setting.settingName(),
            setting.category(),
            setting.description(),
            setting.defaultValue(),
            value));
  }

  private EmptyReply reset(ResetGlobalConfig request, Call call, Transaction transaction) {
    transaction
        .sql()
        .update(GLOBAL_CONFIG)
        .set(GLOBAL_CONFIG.VALUE, GLOBAL_CONFIG.DEFAULT_VALUE)
        .execute();
    transaction.afterCommit(configs::refresh);
    return new EmptyReply();
  }

  private static Setting setting(String category, String name) {
    return Setting.of(category, name)
        .orElseThrow(() ->
            ApiException.invalid(
                "no global configuration %s/%s; QueryGlobalConfig lists them"
                    .formatted(category, name)));
  }
}
