package org.strongroom.server.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.api.ApiException;
import org.strongroom.api.QueryReply;
import org.strongroom.api.inventory.EventInventory;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.fixture.TestCore;

/** What fails is told, and what fails alike again and again is told once, with a count. */
class RepeatedEventsTest {
  @TempDir Path directory;
  private TestCore core;

  @BeforeEach
  void start() {
    core = TestCore.start(directory, Clock.systemUTC());
  }

  @AfterEach
  void close() {
    core.close();
  }

  @Test
  void aRefusedCallIsAnEvent() {
    refused(Map.of("name", "x".repeat(300)));
    assertThat(failures())
        .singleElement()
        .satisfies(event -> {
          assertThat(event.to()).isEqualTo("CreateZone");
          assertThat(event.reason()).contains("name");
          assertThat(event.count()).isEqualTo(1);
          assertThat(event.firstTime()).isNull();
        });
  }

  @Test
  void theSameFailureAgainCountsUp() {
    for (int i = 0; i < 20; i++) {
      refused(Map.of("name", "x".repeat(300)));
    }
    assertThat(failures())
        .singleElement()
        .satisfies(event -> {
          assertThat(event.count()).isEqualTo(20);
          assertThat(event.firstTime()).isBeforeOrEqualTo(event.time());
        });
  }

  @Test
  void anotherFailureIsAnotherEvent() {
    refused(Map.of("name", "x".repeat(300)));
    refused(Map.of());
    refused(Map.of("name", "x".repeat(300)));
    assertThat(failures()).extracting(EventInventory::count).containsExactlyInAnyOrder(1, 2);
  }

  /** A statement left open keeps all that is written afterwards in the write-ahead log. */
  @Test
  void countingLeavesNoStatementOpen() {
    for (int i = 0; i < 3; i++) {
      refused(Map.of("name", "x".repeat(300)));
      refused(Map.of());
    }
    var checkpoint = core.database().read(sql -> sql.fetchOne("PRAGMA wal_checkpoint(TRUNCATE)"));
    assertThat(checkpoint.get("busy", Integer.class)).isZero();
  }

  @Test
  void ordinaryAccountsSeeNoFailuresOfOthers() {
    refused(Map.of());
    assertThat(failures(new Caller("5".repeat(32), "somebody", false))).isEmpty();
  }

  private void refused(Map<String, ?> values) {
    assertThatThrownBy(() -> core.call("CreateZone", values)).isInstanceOf(ApiException.class);
  }

  private List<EventInventory> failures() {
    return failures(Caller.SYSTEM);
  }

  @SuppressWarnings("unchecked")
  private List<EventInventory> failures(Caller caller) {
    return ((QueryReply<EventInventory>)
            core.call("QueryEvent", Map.of("q", List.of("what=CallFailed")), caller))
        .inventories();
  }
}
