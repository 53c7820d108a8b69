package org.strongroom.server.capacity;

import java.util.List;
import java.util.Optional;

/**
 * A straight line through points, by least squares.
 *
 * @param count of the points
 * @param centreX their mean
 * @param centreY their mean; the line goes through both
 * @param slope of the line
 * @param spreadX sum of the squares of their distances from the mean
 * @param scatter variance of the points about the line
 */
record Trend(
    int count, double centreX, double centreY, double slope, double spreadX, double scatter) {
  /** Whoever says 95 % means this many standard deviations. */
  private static final double NORMAL = 1.959964;

  /** A point. */
  record Point(double x, double y) {}

  /** Where a line reaches a height, and between which bounds by 95 %. */
  record Crossing(double x, double earliest, double latest) {}

  /**
   * The line through at least three points.
   *
   * @throws IllegalArgumentException for fewer, or if all have the same x
   */
  static Trend through(List<Point> points) {
    int count = points.size();
    double meanX = points.stream().mapToDouble(Point::x).average().orElse(0);
    double meanY = points.stream().mapToDouble(Point::y).average().orElse(0);
    double spread = points.stream().mapToDouble(p -> square(p.x() - meanX)).sum();
    if (count < 3 || spread == 0) {
      throw new IllegalArgumentException("no line through " + points);
    }
    double slope =
        points.stream().mapToDouble(p -> (p.x() - meanX) * (p.y() - meanY)).sum() / spread;
    double left =
        points.stream().mapToDouble(p -> square(p.y() - meanY - slope * (p.x() - meanX))).sum();
    return new Trend(count, meanX, meanY, slope, spread, left / (count - 2));
  }

  /** Whether the line rises or falls by more than the scatter of its points explains, by 95 %. */
  boolean isCertain() {
    return slope != 0 && certainty() > 0;
  }

  /**
   * Where the line reaches a height, with Fieller's bounds, which know that both the slope and the
   * height of the line are only estimated; empty unless the slope is certain.
   */
  Optional<Crossing> reaches(double height) {
    if (!isCertain()) {
      return Optional.empty();
    }
    double up = height - centreY;
    double doubt = square(quantile()) * scatter;
    double middle = up * slope / certainty();
    double root =
        Math.sqrt(Math.max(0, square(up * slope) - certainty() * (square(up) - doubt / count)))
            / Math.abs(certainty());
    return Optional.of(
        new Crossing(centreX + up / slope, centreX + middle - root, centreX + middle + root));
  }

  /** The square of the slope less that of its doubt. */
  private double certainty() {
    return square(slope) - square(quantile()) * scatter / spreadX;
  }

  /** Student's t for 95 % on both sides, by the expansion of Cornish and Fisher. */
  private double quantile() {
    double freedom = count - 2;
    double cubed = Math.pow(NORMAL, 3);
    return NORMAL
        + (cubed + NORMAL) / (4 * freedom)
        + (5 * Math.pow(NORMAL, 5) + 16 * cubed + 3 * NORMAL) / (96 * square(freedom));
  }

  private static double square(double number) {
    return number * number;
  }
}
