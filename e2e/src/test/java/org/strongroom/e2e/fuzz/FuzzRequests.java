package org.strongroom.e2e.fuzz;

import java.util.Optional;
import java.util.Random;

/** The requests of one client, in the order of its random numbers. */
final class FuzzRequests {
  private final Random random;
  private final ZStackRequests zstack;
  private final VolumeRequests volume;
  private final PlainRequests plain;
  private final WireFaults wire;

  FuzzRequests(FuzzParameters.Surroundings surroundings, Random random) {
    HostileValues values = new HostileValues(random);
    FuzzParameters parameters = new FuzzParameters(surroundings, random, values);
    FuzzBodies bodies = new FuzzBodies(random, values, surroundings.targets());
    this.random = random;
    zstack = new ZStackRequests(surroundings.callers(), random, values, parameters, bodies);
    volume = new VolumeRequests(surroundings, random, values, bodies);
    plain = new PlainRequests(surroundings, random, values);
    wire = new WireFaults(random, values);
  }

  WireRequest next() {
    return wire.maybe(
        switch (random.nextInt(20)) {
          case 0, 1, 2, 3, 4, 5 -> volume.next();
          case 6 -> plain.next();
          default -> zstack.next();
        });
  }

  /** Now and then what asks how a job ends that was accepted. */
  Optional<WireRequest> poll(WireRequest request, WireAnswer answer) {
    return answer.status() == 202
            && answer.body().contains("\"location\"")
            && random.nextInt(3) == 0
        ? Optional.of(zstack.poll(request, answer))
        : Optional.empty();
  }
}
