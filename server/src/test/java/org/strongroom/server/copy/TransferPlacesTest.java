package org.strongroom.server.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.strongroom.storage.driver.layer.FairTurns;

/** How many images come in at the same time. */
@Timeout(60)
final class TransferPlacesTest {
  private final AtomicInteger turnsHeld = new AtomicInteger();
  private final AtomicInteger admitted = new AtomicInteger();
  private final TransferPlaces places = new TransferPlaces(8);

  private final class Turns implements TransferPlaces.Turns<Integer> {
    @Override
    public Integer await() {
      return turnsHeld.incrementAndGet();
    }

    @Override
    public Optional<Integer> poll() {
      return Optional.of(await());
    }

    @Override
    public void giveBack(Integer turns) {
      turnsHeld.decrementAndGet();
    }
  }

  private FairTurns<Set<String>>.Turn enter(String storage) throws InterruptedException {
    return enter("account", storage);
  }

  private FairTurns<Set<String>>.Turn enter(String account, String storage)
      throws InterruptedException {
    var place = places.await(account, List.of(storage), new Turns()).place();
    admitted.incrementAndGet();
    return place;
  }

  private Thread begin(String storage) {
    return begin("account", storage);
  }

  private Thread begin(String account, String storage) {
    return Thread.ofVirtual()
        .start(() -> {
          try {
            enter(account, storage);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  @Test
  void someSlowStoragesLeavePlacesForOthers() throws Exception {
    for (int i = 0; i < 20; i++) {
      begin("slow");
    }
    Awaitility.await().until(() -> admitted.get() == 6);
    enter("another").close();
    assertThat(admitted.get()).isEqualTo(7);
  }

  @Test
  void anAccountThatTakesAllItCanLeavesPlacesForOthers() throws Exception {
    for (int i = 0; i < 20; i++) {
      begin("hungry", "storage " + i);
    }
    Awaitility.await().until(() -> admitted.get() == 7);
    enter("another", "storage 0").close();
  }

  @Test
  void accountsThatWaitAreServedInTurn() throws Exception {
    List<FairTurns<Set<String>>.Turn> held = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      held.add(enter("hungry", "slow"));
    }
    enter("first", "slow");
    enter("second", "slow");
    for (int i = 0; i < 20; i++) {
      begin("hungry", "slow");
    }
    Awaitility.await().until(() -> turnsHeld.get() == 8);
    Thread first = begin("first", "slow");
    Thread second = begin("second", "slow");
    Awaitility.await().until(() -> first.getState() == Thread.State.TIMED_WAITING);
    Awaitility.await().until(() -> second.getState() == Thread.State.TIMED_WAITING);
    held.forEach(FairTurns.Turn::close);
    assertThat(first.join(Duration.ofSeconds(30))).isTrue();
    assertThat(second.join(Duration.ofSeconds(30))).isTrue();
  }

  @Test
  void whoWaitsForAPlaceHoldsNoTurn() {
    for (int i = 0; i < 20; i++) {
      begin("slow");
    }
    Awaitility.await().until(() -> admitted.get() == 6 && turnsHeld.get() == 6);
  }

  @Test
  void eachPlaceIsGivenOn() throws Exception {
    List<FairTurns<Set<String>>.Turn> held = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      held.add(enter("slow"));
    }
    Thread next = begin("slow");
    held.getFirst().close();
    held.getFirst().close();
    assertThat(next.join(Duration.ofSeconds(30))).isTrue();
    assertThat(admitted.get()).isEqualTo(7);
  }

  @Test
  void anInterruptEndsTheWaiting() throws Exception {
    for (int i = 0; i < 6; i++) {
      enter("slow");
    }
    Thread waiting = begin("slow");
    Awaitility.await().until(() -> waiting.getState() == Thread.State.TIMED_WAITING);
    waiting.interrupt();
    assertThat(waiting.join(Duration.ofSeconds(30))).isTrue();
    assertThat(admitted.get()).isEqualTo(6);
    assertThat(turnsHeld.get()).isEqualTo(6);
  }

  @Test
  void thereAreAsManyAsFitIntoTheMemory() throws Exception {
    TransferPlaces few = TransferPlaces.forMemory(1);
    for (int i = 0; i < 12; i++) {
      few.await("account", List.of("storage"), new Turns());
    }
    few.await("account", List.of("another"), new Turns());
  }
}
