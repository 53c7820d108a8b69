package org.strongroom.server.face.console.frame;

import static org.strongroom.server.face.console.html.Html.at;
import static org.strongroom.server.face.console.html.Html.el;
import static org.strongroom.server.face.console.html.Html.text;

import java.util.Locale;
import org.strongroom.api.inventory.BackupStorageInventory;
import org.strongroom.server.face.console.html.Node;
import org.strongroom.server.face.console.text.Sizes;

/** Bars that tell how full something is, or how far. */
public final class Meters {
  private static final double FULL = 0.9;
  private static final double NEARLY = 0.75;

  /** A bar that shows something is as wide as this at least. */
  private static final double LEAST = 0.012;

  private Meters() {}

  /** How full a storage is, by what it promised. */
  public static Node capacity(BackupStorageInventory storage, View view) {
    long total = storage.totalCapacity();
    if (total <= 0) {
      return el("span.none", text(view.say("capacity.unknown")));
    }
    if (Sizes.isUnbounded(total)) {
      return el("span.meter-text", text(view.say("capacity.unbounded")));
    }
    long used = Math.max(0, total - storage.availableCapacity());
    double part = Math.min(1, (double) used / total);
    String words = view.say("capacity.used", Sizes.shown(used), Sizes.shown(total));
    String tone = part >= FULL ? "bad" : part >= NEARLY ? "noted" : "good";
    return el(
        "div.meter." + tone,
        bar(used == 0 ? 0 : Math.max(LEAST, part)),
        el("span.meter-text", text(words)),
        el("span.meter-part", text(percent(part))));
  }

  /** How far a job is. */
  public static Node progress(int percent, View view) {
    return el(
        "div.meter.busy",
        el(
            "progress",
            at("max", "100"),
            at("value", percent),
            at("aria-label", view.say("job.progress"))),
        el("span.meter-part", text(percent + " %")));
  }

  private static Node bar(double part) {
    return el(
        "svg.bar",
        at("aria-hidden", "true"),
        at("focusable", "false"),
        at("height", "8"),
        el("rect.bar-room", at("width", "100%"), at("height", "8"), at("rx", "4")),
        el(
            "rect.bar-used",
            at("width", String.format(Locale.ROOT, "%.2f%%", 100 * part)),
            at("height", "8"),
            at("rx", "4")));
  }

  /** A little is never none, and not quite all is never all. */
  private static String percent(double part) {
    double percent = part * 100;
    if (percent > 0 && percent < 1) {
      return "< 1 %";
    }
    return percent > 99 && percent < 100 ? "> 99 %" : Math.round(percent) + " %";
  }
}
