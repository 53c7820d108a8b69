package org.strongroom.server.config;

import static org.strongroom.server.catalog.system.GlobalConfigTable.GLOBAL_CONFIG;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.Record3;
import org.jooq.impl.DSL;
import org.strongroom.server.catalog.Database;

/** The values of the settings in force, in memory; the database has them for all nodes. */
public final class GlobalConfigs {
  private final Database database;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile Map<Setting, String> values = new EnumMap<>(Setting.class);

  /**
   * Makes rows for settings that have none yet, brings descriptions up to date, and reads the
   * values.
   */
  public GlobalConfigs(Database database) {
    this.database = database;
    database.write(transaction -> store(transaction.sql()));
    values = read();
  }

  /** Nearly always all is there: each start of each node would write as many rows as settings. */
  private static int store(DSLContext sql) {
    Map<Integer, List<String>> there =
        sql.select(GLOBAL_CONFIG.ID, GLOBAL_CONFIG.DESCRIPTION, GLOBAL_CONFIG.DEFAULT_VALUE)
            .from(GLOBAL_CONFIG)
            .fetchMap(Record3::value1, row -> List.of(row.value2(), row.value3()));
    List<Setting> others =
        Stream.of(Setting.values())
            .filter(setting ->
                !List.of(setting.description(), setting.defaultValue())
                    .equals(there.get(setting.id())))
            .toList();
    if (others.isEmpty()) {
      return 0;
    }
    return sql.insertInto(
            GLOBAL_CONFIG,
            GLOBAL_CONFIG.ID,
            GLOBAL_CONFIG.CATEGORY,
            GLOBAL_CONFIG.NAME,
            GLOBAL_CONFIG.DESCRIPTION,
            GLOBAL_CONFIG.DEFAULT_VALUE,
            GLOBAL_CONFIG.VALUE)
        .valuesOfRows(
            others.stream()
                .map(setting ->
                    DSL.row(
                        setting.id(),
                        setting.category(),
                        setting.settingName(),
                        setting.description(),
                        setting.defaultValue(),
                        setting.defaultValue()))
                .toList())
        .onConflict(GLOBAL_CONFIG.ID)
        .doUpdate()
        .set(GLOBAL_CONFIG.DESCRIPTION, DSL.excluded(GLOBAL_CONFIG.DESCRIPTION))
        .set(GLOBAL_CONFIG.DEFAULT_VALUE, DSL.excluded(GLOBAL_CONFIG.DEFAULT_VALUE))
        .execute();
  }

  private Map<Setting, String> read() {
    Map<Setting, String> read = new EnumMap<>(Setting.class);
    database.read(sql ->
        sql.select(GLOBAL_CONFIG.CATEGORY, GLOBAL_CONFIG.NAME, GLOBAL_CONFIG.VALUE)
            .from(GLOBAL_CONFIG)
            .fetch(row ->
                Setting.of(row.value1(), row.value2())
                    .map(setting -> read.put(setting, row.value3()))));
    return read;
  }

  /**
   * Reads the values again, and tells the listeners if one has changed: after a change here, and
   * for those of other nodes.
   */
  public void refresh() {
    if (readAgain()) {
      listeners.forEach(Runnable::run);
    }
  }

  /** One at a time: an older reading must not replace a newer one. */
  private synchronized boolean readAgain() {
    Map<Setting, String> before = values;
    values = read();
    return !before.equals(values);
  }

  /** The action runs after every change. */
  public void onChange(Runnable action) {
    listeners.add(action);
  }

  public String text(Setting setting) {
    return values.getOrDefault(setting, setting.defaultValue());
  }

  /** As the database has it now, for decisions that cannot be taken back. */
  public String current(Setting setting) {
    return database.read(sql -> current(setting, sql));
  }

  /** The same within a transaction. */
  public String current(Setting setting, DSLContext sql) {
    return sql.select(GLOBAL_CONFIG.VALUE)
        .from(GLOBAL_CONFIG)
        .where(GLOBAL_CONFIG.ID.eq(setting.id()))
        .fetchOptional(GLOBAL_CONFIG.VALUE)
        .orElse(setting.defaultValue());
  }

  public int number(Setting setting) {
    return Integer.parseInt(text(setting));
  }

  public boolean bool(Setting setting) {
    return Boolean.parseBoolean(text(setting));
  }

  /** In bytes, of a size. */
  public long bytes(Setting setting) {
    return Rule.Size.bytes(text(setting));
  }
}
