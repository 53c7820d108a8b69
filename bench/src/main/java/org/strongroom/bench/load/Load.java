package org.strongroom.bench.load;

/**
 * What a load driver saw.
 *
 * @param seconds how long it drove
 */
public record Load(Histogram latencies, double seconds) {
  /** Answers a second. */
  public double rate() {
    return latencies.count() / seconds;
  }
}
