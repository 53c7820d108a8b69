package org.strongroom.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.strongroom.server.catalog.system.ManagementNodeTable.MANAGEMENT_NODE;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.strongroom.server.caller.Uuid;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.catalog.DatabaseTime;
import org.strongroom.server.configuration.ConfigurationException;
import org.strongroom.testing.EmbeddedPostgresDatabase;

final class MembershipTest {
  private final EmbeddedPostgresDatabase postgres = EmbeddedPostgresDatabase.create();
  private final Database database =
      Database.open(postgres.url(), Optional.of(postgres.user()), Optional.of(postgres.password()));
  private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private volatile Duration ahead = Duration.ZERO;
  private final List<String> storages =
      Stream.generate(Uuid::random).limit(3000).collect(Collectors.toList());

  @AfterEach
  void close() {
    database.close();
    postgres.close();
  }

  private Membership node() {
    return node(() -> now);
  }

  private Membership node(InstantSource clock) {
    DatabaseTime time = sql -> now.toEpochMilli();
    return new Membership(
        database,
        new NodeRows(database, time, Uuid.random(), "host", false),
        new NodeClock(database, time, clock));
  }

  private List<String> listed() {
    return database.read(sql -> sql.selectFrom(MANAGEMENT_NODE).fetch(MANAGEMENT_NODE.UUID));
  }

  @Test
  void aNodeWhoseClockIsWrongDoesNotJoin() {
    for (int seconds : List.of(-3600, -2, 2, 40)) {
      try (Membership wrong = node(() -> now.plusSeconds(seconds))) {
        assertThatThrownBy(wrong::start)
            .isInstanceOf(ConfigurationException.class)
            .hasMessageContaining(
                "%d.000 s %s the database's"
                    .formatted(Math.abs(seconds), seconds > 0 ? "ahead of" : "behind"));
      }
    }
    assertThat(listed()).isEmpty();
    try (Membership almostRight = node(() -> now.plusMillis(900))) {
      assertThat(almostRight.start()).isFalse();
      assertThat(listed()).hasSize(1);
    }
  }

  @Test
  void aNodeThatDriftsLeavesAndComesBackWhenItIsRight() {
    Membership stays = node();
    Membership drifts = node(() -> now.plus(ahead));
    List<String> told = new ArrayList<>();
    drifts.onLeave(() -> told.add("leave"));
    drifts.onReturn(() -> told.add("return"));
    stays.beat();
    drifts.beat();
    stays.beat();
    assertThat(storages).anyMatch(drifts::owns);

    ahead = Duration.ofMillis(1500);
    drifts.beat();
    drifts.beat();
    assertThat(told).containsExactly("leave");
    assertThat(drifts.problem()).hasValueSatisfying(why -> assertThat(why).contains("1.500 s"));
    assertThat(storages).noneMatch(drifts::owns);
    stays.beat();
    assertThat(storages).allMatch(stays::owns);

    ahead = Duration.ZERO;
    drifts.beat();
    stays.beat();
    assertThat(told).containsExactly("leave", "return");
    assertThat(drifts.problem()).isEmpty();
    assertThat(storages).allMatch(storage -> stays.owns(storage) != drifts.owns(storage));
  }

  @Test
  void onlyRealChangesCount() {
    List<Membership> nodes = Stream.generate(this::node).limit(3).toList();
    List<String> changes = new ArrayList<>();
    nodes.getFirst().onChange(() -> changes.add("changed"));
    nodes.forEach(Membership::beat);
    nodes.getFirst().beat();
    assertThat(changes).hasSize(1);
    for (int i = 0; i < 12; i++) {
      now = now.plusSeconds(2);
      nodes.reversed().forEach(Membership::beat); // the rows come in another order
    }
    assertThat(changes).hasSize(1);
  }

  @Test
  void aNodeThatLeavesMayBeToldSoTwice() {
    Membership one = node();
    one.beat();
    one.leave();
    one.close();
    one.beat();
    assertThat(listed()).isEmpty();
    assertThat(one.problem()).contains("this node is stopping");
  }

  @Test
  void liveNodesShareTheStoragesAndASilentOneLosesItsShare() {
    Membership one = node();
    Membership two = node();
    List<String> changes = new ArrayList<>();
    one.onChange(() -> changes.add("changed"));
    one.beat();
    assertThat(storages).allMatch(one::owns);
    two.beat();
    one.beat();
    assertThat(changes).hasSize(1);
    assertThat(storages).allMatch(storage -> one.owns(storage) != two.owns(storage));
    assertThat(storages.stream().filter(one::owns).count()).isBetween(1300L, 1700L);
    List<String> kept = storages.stream().filter(one::owns).toList();
    IntStream.range(0, 6)
        .forEach(i -> {
          now = now.plus(Duration.ofSeconds(2));
          one.beat();
        });
    assertThat(changes).hasSize(1);
    now = now.plus(Duration.ofSeconds(1));
    one.beat();
    assertThat(changes).hasSize(2);
    assertThat(storages).allMatch(one::owns).containsAll(kept);
    two.beat();
    one.beat();
    assertThat(storages.stream().filter(one::owns)).containsExactlyElementsOf(kept);
    two.close();
    one.beat();
    assertThat(storages).allMatch(one::owns);
    one.close();
  }

  @Test
  void aNodeThatLeavesMovesOnlyItsOwnShare() {
    List<String> nodes = List.of(Uuid.random(), Uuid.random(), Uuid.random());
    Ownership three = new Ownership(nodes);
    Ownership two = new Ownership(nodes.subList(0, 2));
    assertThat(storages)
        .filteredOn(s -> !three.owner(s).equals(Optional.of(nodes.get(2))))
        .allMatch(s -> three.owner(s).equals(two.owner(s)));
  }
}
