package org.strongroom.server.job;

import static org.strongroom.server.catalog.storage.ZoneTable.ZONE;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.ApiError;
import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;
import org.strongroom.api.Request;
import org.strongroom.server.caller.Call;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.catalog.Transaction;

/**
 * A job of three steps, each of which puts one thing into the world outside the database. Its
 * record in the catalog is a zone: {@code Creating} while it runs, {@code Enabled} at its good end.
 */
class ToyJob implements JobDefinition<ToyJob.Toy, ToyJob.Made> {
  static final int STEPS = 3;

  private final World world;

  ToyJob(World world) {
    this.world = world;
  }

  /** What is asked for. */
  record Toy(String name, String secret) implements Request<Made> {}

  /** What is answered. */
  record Made(String name, String remembered) {}

  /** What survives a server: the things that steps have put, and the test's orders to steps. */
  static final class World {
    final Set<String> things = ConcurrentHashMap.newKeySet();
    final List<String> log = new CopyOnWriteArrayList<>();
    final Map<String, CountDownLatch> gates = new ConcurrentHashMap<>();
    final Map<String, Throwable> failures = new ConcurrentHashMap<>();

    /** Where steps look something up and note it, if they do. */
    volatile @Nullable Database catalog;

    /** From now on whoever comes by waits, until the gate is opened or the thread interrupted. */
    CountDownLatch gate(String place) {
      CountDownLatch gate = new CountDownLatch(1);
      gates.put(place, gate);
      return gate;
    }

    void pass(String place) throws Exception {
      log.add(place);
      CountDownLatch gate = gates.get(place);
      if (gate != null) {
        gate.await();
      }
      switch (failures.remove(place)) {
        case null -> {}
        case Error e -> throw e;
        case Exception e -> throw e;
        case Throwable e -> throw new AssertionError(e);
      }
    }

    long times(String place) {
      return log.stream().filter(place::equals).count();
    }
  }

  @Override
  public Class<Toy> operation() {
    return Toy.class;
  }

  @Override
  public Start accept(Toy request, Call call, Transaction transaction) {
    if (request.name().isEmpty()) {
      throw ApiException.invalid("a toy has a name");
    }
    transaction
        .sql()
        .insertInto(ZONE)
        .set(ZONE.UUID, call.jobUuid())
        .set(ZONE.NAME, request.name())
        .set(ZONE.STATE, "Creating")
        .set(ZONE.IS_DEFAULT, false)
        .set(ZONE.CREATED, 1L)
        .set(ZONE.UPDATED, 1L)
        .execute();
    return new Start(call.jobUuid(), Map.of("secret", request.secret()));
  }

  @Override
  public List<Step<Toy>> steps() {
    List<Step<Toy>> steps = new ArrayList<>();
    for (int i = 0; i < STEPS; i++) {
      steps.add(new ToyStep(i));
    }
    return steps;
  }

  @Override
  public Made complete(Toy request, Job job, Transaction transaction) {
    passed("complete");
    transaction
        .sql()
        .update(ZONE)
        .set(ZONE.STATE, "Enabled")
        .where(ZONE.UUID.eq(job.resourceUuid()))
        .execute();
    return new Made(
        request.name(), job.recall("secret").orElse("") + job.recall("step0").orElse(""));
  }

  @Override
  public void abandon(Toy request, Job job, ApiError error, Transaction transaction) {
    passed("abandon");
    transaction.sql().deleteFrom(ZONE).where(ZONE.UUID.eq(job.resourceUuid())).execute();
  }

  @Override
  public ApiError failure(Toy request, ApiError cause) {
    return cause.code().equals(ErrorCode.CANCELLED.code())
        ? cause
        : cause.within(ErrorCode.CANNOT_CREATE, "toy '" + request.name() + "' was not made");
  }

  private void passed(String place) {
    try {
      world.pass(place);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Puts one thing. */
  private final class ToyStep implements Step<Toy> {
    private final int number;

    ToyStep(int number) {
      this.number = number;
    }

    @Override
    public String name() {
      return "step" + number;
    }

    @Override
    public void run(Toy request, Job job) throws Exception {
      world.things.add(job.uuid() + "/" + number);
      job.remember(name(), "+" + name());
      world.pass(name());
      Database catalog = world.catalog;
      if (catalog != null) {
        catalog.read(sql -> {
          passed("look" + number);
          return number;
        });
        catalog.write(transaction -> {
          passed("note" + number);
          return number;
        });
      }
    }

    @Override
    public void undo(Toy request, Job job) throws Exception {
      world.pass("undo" + number + (Thread.currentThread().isInterrupted() ? " interrupted" : ""));
      world.things.remove(job.uuid() + "/" + number);
    }
  }
}
