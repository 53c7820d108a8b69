package org.strongroom.server.copy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.strongroom.server.job.Job;
import org.strongroom.storage.driver.AtomicWrite;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.WriteTurn;
import org.strongroom.storage.driver.layer.FairTurns;

/**
 * The turns of one copy on its storages, and its place among all that come in: had before its
 * source is opened, so that nothing idles at a server while its storages are busy.
 */
public final class HeldTurns implements AutoCloseable {
  private final Map<CopyTarget, WriteTurn> turns;
  private final FairTurns<Set<String>>.Turn place;

  private HeldTurns(Map<CopyTarget, WriteTurn> turns, FairTurns<Set<String>>.Turn place) {
    this.turns = turns;
    this.place = place;
  }

  /** Waits for them; says so in the job's progress meanwhile. An interrupt ends the waiting. */
  public static HeldTurns await(List<CopyTarget> targets, TransferPlaces places, Job job)
      throws InterruptedException {
    String step = job.progress().step();
    job.progress().step("waiting");
    List<CopyTarget> sorted =
        targets.stream().sorted(Comparator.comparing(t -> t.storage().uuid())).toList();
    var admission =
        places.await(
            job.call().caller().accountUuid(),
            sorted.stream().map(target -> target.storage().uuid()).toList(),
            new All(sorted));
    job.progress().step(step);
    return new HeldTurns(admission.turns(), admission.place());
  }

  /** One after the other in one order, so that no two jobs wait for each other. */
  private record All(List<CopyTarget> sorted)
      implements TransferPlaces.Turns<Map<CopyTarget, WriteTurn>> {
    @Override
    public Map<CopyTarget, WriteTurn> await() throws InterruptedException {
      Map<CopyTarget, WriteTurn> turns = new LinkedHashMap<>();
      try {
        for (CopyTarget target : sorted) {
          turns.put(target, target.driver().awaitTurn());
        }
        return turns;
      } catch (InterruptedException | RuntimeException e) {
        giveBack(turns);
        throw e;
      }
    }

    @Override
    public Optional<Map<CopyTarget, WriteTurn>> poll() {
      Map<CopyTarget, WriteTurn> turns = new LinkedHashMap<>();
      for (CopyTarget target : sorted) {
        Optional<WriteTurn> turn = target.driver().pollTurn();
        if (turn.isEmpty()) {
          giveBack(turns);
          return Optional.empty();
        }
        turns.put(target, turn.get());
      }
      return Optional.of(turns);
    }

    @Override
    public void giveBack(Map<CopyTarget, WriteTurn> turns) {
      turns.values().forEach(WriteTurn::close);
    }
  }

  /** Whether others wait for one of the turns or for the place. */
  public boolean isWanted() {
    return place.isWanted() || turns.values().stream().anyMatch(WriteTurn::isWanted);
  }

  /** Begins to write on all storages. */
  public List<AtomicWrite> open(String writeId, long length) throws StorageException {
    return all((target, turn) -> target.create(turn, writeId, length));
  }

  /**
   * The same, but each storage fails for itself.
   *
   * @param ended told of each failure
   */
  List<SeparateWrite> openEach(
      String writeId, long length, BiConsumer<CopyTarget, StorageException> ended) {
    List<SeparateWrite> writes = new ArrayList<>();
    try {
      turns.forEach((target, turn) ->
          writes.add(
              SeparateWrite.begin(target, () -> target.create(turn, writeId, length), ended)));
      return writes;
    } catch (RuntimeException e) {
      writes.forEach(AtomicWrite::close);
      throw e;
    }
  }

  /** Goes on to write on all storages behind the bytes that are there. */
  public List<AtomicWrite> resume(String writeId, long offset, long length)
      throws StorageException {
    return all((target, turn) -> target.resume(turn, writeId, offset, length));
  }

  /**
   * The storages that have proved what they got.
   *
   * @param writes those that {@link #open} or {@link #resume} answered, committed
   */
  public List<CopyTarget> proved(List<AtomicWrite> writes) {
    List<CopyTarget> proved = new ArrayList<>();
    Iterator<AtomicWrite> each = writes.iterator();
    for (CopyTarget target : turns.keySet()) {
      if (each.next().isProved()) {
        proved.add(target);
      }
    }
    return proved;
  }

  private interface Opening {
    AtomicWrite of(CopyTarget target, WriteTurn turn) throws StorageException;
  }

  private List<AtomicWrite> all(Opening opening) throws StorageException {
    List<AtomicWrite> writes = new ArrayList<>();
    try {
      for (var one : turns.entrySet()) {
        writes.add(opening.of(one.getKey(), one.getValue()));
      }
      return writes;
    } catch (StorageException | RuntimeException e) {
      writes.forEach(AtomicWrite::close);
      throw e;
    }
  }

  @Override
  public void close() {
    turns.values().forEach(WriteTurn::close);
    place.close();
  }
}
