package org.strongroom.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.strongroom.testing.EmbeddedPostgresDatabase;

final class MembershipTest {
  private final EmbeddedPostgresDatabase postgres = EmbeddedPostgresDatabase.create();
  private final Database database =
      Database.open(postgres.url(), Optional.of(postgres.user()), Optional.of(postgres.password()));
  private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final List<String> storages =
      Stream.generate(Uuid::random).limit(3000).collect(Collectors.toList());

  @AfterEach
  void close() {
    database.close();
    postgres.close();
  }

  private Membership node() {
    InstantSource clock = () -> now;
    return new Membership(database, clock, Uuid.random(), "host", false);
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
          now = now.plus(Duration.ofSeconds(5));
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
