package org.strongroom.server.face.console.page;

import static org.strongroom.server.face.console.html.Html.all;
import static org.strongroom.server.face.console.html.Html.at;
import static org.strongroom.server.face.console.html.Html.el;
import static org.strongroom.server.face.console.html.Html.text;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.strongroom.api.capacity.CapacitySample;
import org.strongroom.server.face.console.frame.View;
import org.strongroom.server.face.console.html.Node;
import org.strongroom.server.face.console.text.Sizes;
import org.strongroom.server.face.console.text.Times;

/**
 * Used and reserved bytes over time, one upon the other below the capacity, drawn by the server:
 * shapes are stretched to the width of the page, words beside them are not. Times in which nothing
 * is known are left free.
 */
final class CapacityChart {
  private static final int WIDTH = 600;
  private static final int HEIGHT = 160;

  /** Of a narrow screen each has a few dots. */
  private static final int SLOTS = 300;

  /** What object stores without a quota say. */
  private static final long UNBOUNDED = 9_007_199_254_740_991L;

  private final View view;
  private final Instant from;
  private final Duration length;
  private final Duration gap;
  private final List<CapacitySample> samples;
  private final double top;

  /**
   * A chart.
   *
   * @param length of the time until now
   * @param gap longer than which nothing is drawn between two samples
   * @param known by time
   */
  CapacityChart(View view, Duration length, Duration gap, List<CapacitySample> known) {
    this.view = view;
    this.length = length;
    this.gap = gap;
    this.from = view.now().minus(length);
    this.samples = thinned(known);
    this.top = top();
  }

  /** The last sample of each slot. */
  private List<CapacitySample> thinned(List<CapacitySample> known) {
    List<CapacitySample> some = new ArrayList<>();
    long slot = -1;
    for (CapacitySample sample : known) {
      if (sample.time().isBefore(from)) {
        continue;
      }
      long its =
          Duration.between(from, sample.time()).toMillis() * SLOTS / Math.max(1, length.toMillis());
      if (its == slot) {
        some.removeLast();
      }
      slot = its;
      some.add(sample);
    }
    return some;
  }

  private double top() {
    long most = samples.stream().mapToLong(CapacitySample::totalCapacity).max().orElse(1);
    if (most < UNBOUNDED) {
      return Math.max(1, most);
    }
    long taken = samples.stream().mapToLong(CapacityChart::taken).max().orElse(1);
    return Math.max(1, 1.25 * taken);
  }

  private static long taken(CapacitySample sample) {
    return sample.usedCapacity() + sample.reservedCapacity();
  }

  /**
   * The chart.
   *
   * @param label what is read instead of it
   */
  Node node(String label) {
    return el(
        "div.chart",
        el(
            "div.chart-heights",
            at("aria-hidden", "true"),
            el("span", text(Sizes.shown((long) top))),
            el("span", text(Sizes.shown((long) (top / 2)))),
            el("span", text("0"))),
        el(
            "svg.chart-shapes",
            at("viewBox", "0 0 " + WIDTH + " " + HEIGHT),
            at("preserveAspectRatio", "none"),
            at("role", "img"),
            at("aria-label", label),
            at("focusable", "false"),
            all(Stream.of(0.0, 0.5, 1.0).map(CapacityChart::line)),
            all(runs().stream().map(this::run))),
        el(
            "div.chart-times",
            at("aria-hidden", "true"),
            day(from),
            day(from.plus(length.dividedBy(2))),
            day(view.now())));
  }

  private Node day(Instant time) {
    return el("span", text(Times.shown(time, view.zone()).substring(0, 10)));
  }

  private static Node line(double height) {
    String y = number(height * HEIGHT);
    return el("path.chart-line", at("d", "M0 " + y + "H" + WIDTH));
  }

  /** Samples that follow each other without a gap. */
  private List<List<CapacitySample>> runs() {
    List<List<CapacitySample>> runs = new ArrayList<>();
    Instant last = Instant.MIN;
    for (CapacitySample sample : samples) {
      if (runs.isEmpty() || Duration.between(last, sample.time()).compareTo(gap) > 0) {
        runs.add(new ArrayList<>());
      }
      runs.getLast().add(sample);
      last = sample.time();
    }
    return runs;
  }

  private Node run(List<CapacitySample> run) {
    return all(
        el("path.chart-used", at("d", area(run, CapacitySample::usedCapacity, sample -> 0L))),
        el(
            "path.chart-reserved",
            at("d", area(run, CapacityChart::taken, CapacitySample::usedCapacity))),
        el("path.chart-total", at("d", edge(run, CapacitySample::totalCapacity))));
  }

  /** Between an upper edge, which is gone along, and a lower one, which is gone back. */
  private String area(
      List<CapacitySample> run,
      ToLongFunction<CapacitySample> upper,
      ToLongFunction<CapacitySample> lower) {
    return edge(run, upper) + edge(run.reversed(), lower).replace('M', 'L') + "Z";
  }

  private String edge(List<CapacitySample> run, ToLongFunction<CapacitySample> height) {
    StringBuilder path = new StringBuilder();
    for (CapacitySample sample : run) {
      path.append(path.isEmpty() ? 'M' : 'L')
          .append(number(x(sample)))
          .append(' ')
          .append(number(HEIGHT * (1 - Math.min(1, height.applyAsLong(sample) / top))));
    }
    if (run.size() == 1) { // one alone is seen as a stroke of the width of a slot
      path.append('h').append(WIDTH / SLOTS);
    }
    return path.toString();
  }

  private double x(CapacitySample sample) {
    return (double) Duration.between(from, sample.time()).toMillis() * WIDTH / length.toMillis();
  }

  private static String number(double value) {
    String text = String.format(Locale.ROOT, "%.1f", value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }
}
