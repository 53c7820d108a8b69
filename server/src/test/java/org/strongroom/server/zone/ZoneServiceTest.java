package org.strongroom.server.zone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.QueryReply;
import org.strongroom.api.inventory.EventInventory;
import org.strongroom.api.inventory.ZoneInventory;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.caller.Uuid;
import org.strongroom.server.fixture.SteppedClock;
import org.strongroom.server.fixture.TestCore;

class ZoneServiceTest {
  private static final String CHOSEN = "3f2a1b0c9d8e4f70a1b2c3d4e5f60718";

  @TempDir Path directory;

  private final SteppedClock clock = new SteppedClock();
  private TestCore core;

  @BeforeEach
  void start() {
    core = TestCore.start(directory, clock);
  }

  @AfterEach
  void stop() {
    core.close();
  }

  private ZoneInventory call(String operation, Map<String, ?> values) {
    return (ZoneInventory) ((InventoryReply<?>) core.call(operation, values)).inventory();
  }

  private List<ZoneInventory> zones() {
    List<?> rows = ((QueryReply<?>) core.call("QueryZone", Map.of("sort", "name"))).inventories();
    return rows == null ? List.of() : rows.stream().map(ZoneInventory.class::cast).toList();
  }

  private List<String> events() {
    List<?> rows = ((QueryReply<?>) core.call("QueryEvent", Map.of())).inventories();
    return rows == null
        ? List.of()
        : rows.stream().map(EventInventory.class::cast).map(EventInventory::what).toList();
  }

  @Test
  void aZoneIsEnabledFromTheStart() {
    ZoneInventory zone = call("CreateZone", Map.of("name", "zone1", "description", "here"));
    assertThat(zone.state()).isEqualTo("Enabled");
    assertThat(zone.createDate()).isEqualTo(clock.instant());
    assertThat(zones()).containsExactly(zone);
  }

  @ParameterizedTest
  @ValueSource(strings = {"zone1", "Zürich 2", "a-b_c.d:(e)+\"f\"", "区域"})
  void goodNames(String name) {
    assertThat(call("CreateZone", Map.of("name", name)).name()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/b", "a\nb", "a;b", "<b>", "a\u0000b", "\u202Eevil"})
  void badNames(String name) {
    assertThatThrownBy(() -> call("CreateZone", Map.of("name", name)))
        .hasMessageContaining("SYS.1007");
    assertThat(zones()).isEmpty();
  }

  @Test
  void theCallerMayChooseTheUuid() {
    assertThat(call("CreateZone", Map.of("name", "zone1", "resourceUuid", CHOSEN)).uuid())
        .isEqualTo(CHOSEN);
    assertThatThrownBy(() -> call("CreateZone", Map.of("name", "zone2", "resourceUuid", CHOSEN)))
        .hasMessageContaining(CHOSEN)
        .hasMessageContaining("taken");
    assertThatThrownBy(() -> call("CreateZone", Map.of("name", "zone2", "resourceUuid", "zone2")))
        .hasMessageContaining("SYS.1007");
    assertThat(zones()).hasSize(1);
  }

  @Test
  void oneZoneIsTheDefault() {
    call("CreateZone", Map.of("name", "a", "isDefault", true));
    ZoneInventory b = call("CreateZone", Map.of("name", "b", "isDefault", "true"));
    assertThat(zones()).extracting(ZoneInventory::isDefault).containsExactly(false, true);
    ZoneInventory a = zones().getFirst();
    call("UpdateZone", Map.of("uuid", a.uuid(), "isDefault", true));
    assertThat(zones()).extracting(ZoneInventory::isDefault).containsExactly(true, false);
    call("UpdateZone", Map.of("uuid", b.uuid(), "name", "b2"));
    assertThat(zones()).extracting(ZoneInventory::isDefault).containsExactly(true, false);
  }

  @Test
  void anUpdateChangesWhatItNames() {
    ZoneInventory zone = call("CreateZone", Map.of("name", "zone1", "description", "here"));
    clock.advance(Duration.ofMinutes(1));
    ZoneInventory renamed = call("UpdateZone", Map.of("uuid", zone.uuid(), "name", "zone2"));
    assertThat(renamed.name()).isEqualTo("zone2");
    assertThat(renamed.description()).isEqualTo("here");
    assertThat(renamed.createDate()).isEqualTo(zone.createDate());
    assertThat(renamed.lastOpDate()).isEqualTo(clock.instant());
    assertThatThrownBy(() -> call("UpdateZone", Map.of("uuid", zone.uuid(), "name", "a/b")))
        .hasMessageContaining("SYS.1007");
  }

  @Test
  void stateChangesAreEventsOnce() {
    ZoneInventory zone = call("CreateZone", Map.of("name", "zone1"));
    assertThat(
            call("ChangeZoneState", Map.of("uuid", zone.uuid(), "stateEvent", "disable")).state())
        .isEqualTo("Disabled");
    assertThat(
            call("ChangeZoneState", Map.of("uuid", zone.uuid(), "stateEvent", "disable")).state())
        .isEqualTo("Disabled");
    assertThat(events()).containsOnlyOnce("StateChanged");
    assertThatThrownBy(
            () -> call("ChangeZoneState", Map.of("uuid", zone.uuid(), "stateEvent", "destroy")))
        .hasMessageContaining("SYS.1007");
  }

  @Test
  void deletingIsDoneOnceAndMayBeAskedTwice() {
    ZoneInventory zone = call("CreateZone", Map.of("name", "zone1"));
    core.call("DeleteZone", Map.of("uuid", zone.uuid()));
    core.call("DeleteZone", Map.of("uuid", zone.uuid()));
    assertThat(zones()).isEmpty();
    assertThatThrownBy(() -> core.call("DeleteZone", Map.of("uuid", "zone1")))
        .hasMessageContaining("SYS.1003");
  }

  @Test
  void whatIsNotThereCannotBeChanged() {
    String missing = Uuid.random();
    assertThatThrownBy(() -> call("UpdateZone", Map.of("uuid", missing, "name", "x")))
        .hasMessageContaining("SYS.1003")
        .hasMessageContaining(missing);
    assertThatThrownBy(
            () -> call("ChangeZoneState", Map.of("uuid", missing, "stateEvent", "enable")))
        .hasMessageContaining("SYS.1003");
  }

  @Test
  void onlyAdministratorsChangeZones() {
    Caller other = new Caller(Uuid.random(), "other", false);
    assertThatThrownBy(() -> core.call("CreateZone", Map.of("name", "zone1"), other))
        .hasMessageContaining("ID.1002")
        .hasMessageContaining("CreateZone");
  }
}
