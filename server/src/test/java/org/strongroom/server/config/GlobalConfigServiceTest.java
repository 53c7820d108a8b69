package org.strongroom.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.strongroom.server.catalog.system.GlobalConfigTable.GLOBAL_CONFIG;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.QueryReply;
import org.strongroom.api.config.GetGlobalConfigOptions;
import org.strongroom.api.inventory.GlobalConfigInventory;
import org.strongroom.server.fixture.SteppedClock;
import org.strongroom.server.fixture.TestCore;

/** Global Configurations of the specification. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GlobalConfigServiceTest {
  private TestCore core;

  @BeforeAll
  void start(@TempDir Path directory) {
    core = TestCore.start(directory, new SteppedClock());
  }

  @BeforeEach
  void reset() {
    core.call("ResetGlobalConfig", Map.of());
  }

  @AfterAll
  void stop() {
    core.close();
  }

  private GlobalConfigInventory update(String category, String name, String value) {
    return (GlobalConfigInventory)
        ((InventoryReply<?>)
                core.call(
                    "UpdateGlobalConfig",
                    Map.of("category", category, "name", name, "value", value)))
            .inventory();
  }

  @ParameterizedTest
  @EnumSource(Setting.class)
  void everySettingStartsWithADefaultThatItTakes(Setting setting) {
    assertThat(core.configs().text(setting)).isEqualTo(setting.defaultValue());
    assertThat(setting.rule().objection(setting.defaultValue())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "backupStorage, ping.interval, 1",
    "backupStorage, ping.interval, 2147483647",
    "backupStorage, ping.parallelismDegree, 1",
    "backupStorage, reservedCapacity, 0",
    "backupStorage, reservedCapacity, 10g",
    "backupStorage, reservedCapacity, 2T",
    "backupStorage, connection.autoReconnectOnError, false",
    "backupStorage, connection.autoReconnectOnError.maxAttemptsNum, 0",
    "image, deletionPolicy, Never",
    "image, expungePeriod, 0"
  })
  void takes(String category, String name, String value) {
    assertThat(update(category, name, value).value()).isEqualTo(value);
    assertThat(core.configs().text(Setting.of(category, name).orElseThrow())).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource({
    "backupStorage, ping.interval, 0",
    "backupStorage, ping.interval, -1",
    "backupStorage, ping.interval, 1.5",
    "backupStorage, ping.interval, 2147483648",
    "backupStorage, ping.interval, sixty",
    "backupStorage, ping.parallelismDegree, 0",
    "backupStorage, reservedCapacity, 1X",
    "backupStorage, reservedCapacity, -1G",
    "backupStorage, reservedCapacity, 999999999999T",
    "backupStorage, connection.autoReconnectOnError, maybe",
    "image, deletionPolicy, Sometimes",
    "image, expungePeriod, -1"
  })
  void refuses(String category, String name, String value) {
    assertThatThrownBy(() -> update(category, name, value))
        .hasMessageContaining("SYS.1007")
        .hasMessageContaining(category + "/" + name)
        .hasMessageContaining("'" + value + "'");
    Setting setting = Setting.of(category, name).orElseThrow();
    assertThat(core.configs().text(setting)).isEqualTo(setting.defaultValue());
  }

  @Test
  void anUnknownNameIsRefused() {
    assertThatThrownBy(() -> update("backupStorage", "ping.intervall", "1"))
        .hasMessageContaining("SYS.1007")
        .hasMessageContaining("backupStorage/ping.intervall");
    assertThatThrownBy(() -> update("image", "ping.interval", "1"))
        .hasMessageContaining("SYS.1007");
  }

  @Test
  void noValueSetsTheDefault() {
    update("backupStorage", "ping.interval", "5");
    core.call("UpdateGlobalConfig", Map.of("category", "backupStorage", "name", "ping.interval"));
    assertThat(core.configs().number(Setting.PING_INTERVAL)).isEqualTo(60);
  }

  @Test
  void resetSetsAllDefaults() {
    update("backupStorage", "ping.interval", "5");
    update("image", "deletionPolicy", "Direct");
    core.call("ResetGlobalConfig", Map.of());
    assertThat(core.configs().number(Setting.PING_INTERVAL)).isEqualTo(60);
    assertThat(core.configs().text(Setting.DELETION_POLICY)).isEqualTo("Delay");
  }

  @Test
  void changesAreHeardAtOnceAndSurvive() {
    AtomicInteger heard = new AtomicInteger();
    core.configs().onChange(heard::incrementAndGet);
    update("backupStorage", "ping.interval", "5");
    update("backupStorage", "ping.interval", "5");
    assertThat(heard).hasValue(1);
    assertThat(new GlobalConfigs(core.database()).number(Setting.PING_INTERVAL)).isEqualTo(5);
  }

  @Test
  void aStartBringsInWhatIsMissingOrOtherAndLeavesTheRest() {
    update("backupStorage", "ping.interval", "5");
    core.database()
        .write(transaction ->
            transaction
                    .sql()
                    .deleteFrom(GLOBAL_CONFIG)
                    .where(GLOBAL_CONFIG.ID.eq(Setting.DELETION_POLICY.id()))
                    .execute()
                + transaction
                    .sql()
                    .update(GLOBAL_CONFIG)
                    .set(GLOBAL_CONFIG.DESCRIPTION, "of an earlier release")
                    .where(GLOBAL_CONFIG.ID.eq(Setting.PING_INTERVAL.id()))
                    .execute());
    assertThat(rows()).isNotEqualTo(described());
    GlobalConfigs started = new GlobalConfigs(core.database());
    assertThat(started.number(Setting.PING_INTERVAL)).as("is kept").isEqualTo(5);
    assertThat(rows()).isEqualTo(described());
    int before = changes();
    assertThat(new GlobalConfigs(core.database()).text(Setting.DELETION_POLICY)).isEqualTo("Delay");
    assertThat(changes()).as("rows written by a start that finds all").isEqualTo(before);
  }

  private int changes() {
    return core.database()
        .write(transaction ->
            transaction.sql().fetchSingle("select total_changes()").get(0, Integer.class));
  }

  private Map<Integer, String> rows() {
    return core.database()
        .read(sql ->
            sql.select(GLOBAL_CONFIG.ID, GLOBAL_CONFIG.DESCRIPTION)
                .from(GLOBAL_CONFIG)
                .fetchMap(GLOBAL_CONFIG.ID, GLOBAL_CONFIG.DESCRIPTION));
  }

  private static Map<Integer, String> described() {
    return Stream.of(Setting.values()).collect(Collectors.toMap(Setting::id, Setting::description));
  }

  @Test
  void theLastOfManyChangesHolds() throws Exception {
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> changes = new ArrayList<>();
      for (int i = 1; i <= 100; i++) {
        String value = String.valueOf(i);
        changes.add(callers.submit(() -> update("backupStorage", "ping.interval", value)));
      }
      for (Future<?> change : changes) {
        change.get();
      }
    }
    assertThat(core.configs().number(Setting.PING_INTERVAL))
        .isEqualTo(new GlobalConfigs(core.database()).number(Setting.PING_INTERVAL));
  }

  @Test
  void optionsTellWhatASettingTakes() {
    assertThat(
            ((GetGlobalConfigOptions.Reply)
                    core.call(
                        "GetGlobalConfigOptions",
                        Map.of("category", "image", "name", "deletionPolicy")))
                .options()
                .validValue())
        .containsExactly("Direct", "Delay", "Never");
    assertThat(
            ((GetGlobalConfigOptions.Reply)
                    core.call(
                        "GetGlobalConfigOptions",
                        Map.of("category", "backupStorage", "name", "ping.interval")))
                .options()
                .numberGreaterThanOrEqual())
        .isEqualTo(1);
  }

  @Test
  void theyCanBeQueried() {
    QueryReply<?> reply =
        (QueryReply<?>)
            core.call(
                "QueryGlobalConfig",
                Map.of("q", List.of("category=backupStorage", "name=ping.interval")));
    assertThat(reply.inventories())
        .singleElement()
        .isInstanceOfSatisfying(
            GlobalConfigInventory.class,
            config -> assertThat(config.defaultValue()).isEqualTo("60"));
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "512, 512", "1K, 1024", "1g, 1073741824", "2T, 2199023255552"})
  void sizesInBytes(String value, long bytes) {
    update("backupStorage", "reservedCapacity", value);
    assertThat(core.configs().bytes(Setting.RESERVED_CAPACITY)).isEqualTo(bytes);
  }
}
