package org.strongroom.server.tag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.QueryReply;
import org.strongroom.api.inventory.SystemTagInventory;
import org.strongroom.api.inventory.UserTagInventory;
import org.strongroom.api.inventory.ZoneInventory;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.caller.Uuid;
import org.strongroom.server.fixture.SteppedClock;
import org.strongroom.server.fixture.TestCore;

/** Tags of the specification. */
class TagServiceTest {
  @TempDir Path directory;

  private TestCore core;
  private String zone;

  @BeforeEach
  void start() {
    core = TestCore.start(directory, new SteppedClock());
    zone = createZone("zone1", Map.of());
  }

  @AfterEach
  void stop() {
    core.close();
  }

  private String createZone(String name, Map<String, Object> tags) {
    Map<String, Object> values = new java.util.HashMap<>(tags);
    values.put("name", name);
    return ((ZoneInventory) ((InventoryReply<?>) core.call("CreateZone", values)).inventory())
        .uuid();
  }

  private UserTagInventory userTag(String type, String resource, String tag) {
    return (UserTagInventory)
        ((InventoryReply<?>) core.call("CreateUserTag", tag(type, resource, tag))).inventory();
  }

  private SystemTagInventory systemTag(String tag) {
    return (SystemTagInventory)
        ((InventoryReply<?>) core.call("CreateSystemTag", tag("ZoneVO", zone, tag))).inventory();
  }

  private static Map<String, String> tag(String type, String resource, String tag) {
    return Map.of("resourceType", type, "resourceUuid", resource, "tag", tag);
  }

  private List<Object> found(String operation) {
    List<?> rows = ((QueryReply<?>) core.call(operation, Map.of())).inventories();
    return rows == null ? List.of() : List.copyOf(rows);
  }

  @Test
  void aUserTagIsAnyText() {
    UserTagInventory tag = userTag("ZoneVO", zone, "größe = 5; DROP TABLE tag");
    assertThat(tag.resourceUuid()).isEqualTo(zone);
    assertThat(tag.type()).isEqualTo("User");
    assertThat(found("QueryUserTag")).containsExactly(tag);
  }

  @Test
  void theSameTagTwiceIsRefused() {
    userTag("ZoneVO", zone, "gold");
    assertThatThrownBy(() -> userTag("ZoneVO", zone, "gold"))
        .hasMessageContaining("SYS.1006")
        .hasMessageContaining("'gold'");
    userTag("ZoneVO", createZone("zone2", Map.of()), "gold");
  }

  @ParameterizedTest
  @CsvSource({"HostVO, SYS.1007", "zone, SYS.1007", "UserTagVO, SYS.1007"})
  void onlyKnownKindsOfResourcesHaveTags(String type, String code) {
    assertThatThrownBy(() -> userTag(type, zone, "gold"))
        .hasMessageContaining(code)
        .hasMessageContaining(type);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ZoneVO", "BackupStorageVO", "ImageVO", "VolumeSnapshotVO"})
  void theResourceHasToBeThere(String type) {
    String missing = Uuid.random();
    assertThatThrownBy(() -> userTag(type, missing, "gold"))
        .hasMessageContaining("SYS.1003")
        .hasMessageContaining(missing);
  }

  @Test
  void aTagHasATextOfAtMost2048Characters() {
    userTag("ZoneVO", zone, "a".repeat(2048));
    assertThatThrownBy(() -> userTag("ZoneVO", zone, "a".repeat(2049)))
        .hasMessageContaining("SYS.1007");
    assertThatThrownBy(() -> userTag("ZoneVO", zone, "  ")).hasMessageContaining("SYS.1007");
  }

  @Test
  void aSystemTagHasAKnownForm() {
    assertThat(systemTag("description::here").type()).isEqualTo("System");
    assertThatThrownBy(() -> systemTag("colour::red"))
        .hasMessageContaining("SYS.1007")
        .hasMessageContaining("description::VALUE");
    assertThatThrownBy(() -> systemTag("description::")).hasMessageContaining("SYS.1007");
  }

  @Test
  void aSystemTagKeepsItsForm() {
    SystemTagInventory tag = systemTag("description::here");
    core.call("UpdateSystemTag", Map.of("uuid", tag.uuid(), "tag", "description::there"));
    assertThat(found("QuerySystemTag"))
        .singleElement()
        .isInstanceOfSatisfying(
            SystemTagInventory.class,
            changed -> assertThat(changed.tag()).isEqualTo("description::there"));
    assertThatThrownBy(
            () -> core.call("UpdateSystemTag", Map.of("uuid", tag.uuid(), "tag", "colour::red")))
        .hasMessageContaining("SYS.1007");
  }

  @Test
  void tagsAreDeletedByUuid() {
    UserTagInventory tag = userTag("ZoneVO", zone, "gold");
    core.call("DeleteTag", Map.of("uuid", tag.uuid()));
    assertThat(found("QueryUserTag")).isEmpty();
    core.call("DeleteTag", Map.of("uuid", tag.uuid()));
  }

  @Test
  void tagsComeWithTheirResourceAndGoWithIt() {
    String tagged =
        createZone(
            "zone2", Map.of("userTags", List.of("gold"), "systemTags", List.of("description::x")));
    assertThat(found("QueryUserTag")).hasSize(1);
    assertThat(found("QuerySystemTag")).hasSize(1);
    core.call("DeleteZone", Map.of("uuid", tagged));
    assertThat(found("QueryUserTag")).isEmpty();
    assertThat(found("QuerySystemTag")).isEmpty();
  }

  @Test
  void aBadTagKeepsTheResourceFromComing() {
    assertThatThrownBy(() -> createZone("zone2", Map.of("systemTags", List.of("colour::red"))))
        .hasMessageContaining("SYS.1007");
    assertThat(found("QueryZone")).hasSize(1);
  }

  @Test
  void accountsTagOnlyWhatIsTheirs() {
    Caller other = new Caller(Uuid.random(), "other", false);
    assertThatThrownBy(() -> core.call("CreateUserTag", tag("ZoneVO", zone, "gold"), other))
        .hasMessageContaining("ID.1002");
  }
}
