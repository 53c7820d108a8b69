package org.strongroom.server.face.console.frame;

import static org.strongroom.server.face.console.html.Html.at;
import static org.strongroom.server.face.console.html.Html.el;

import java.util.Map;
import org.strongroom.server.face.console.html.Node;

/** Small pictures, drawn with one line. They say nothing that words beside them do not say. */
final class Icons {
  private static final Map<String, String> PATHS =
      Map.ofEntries(
          Map.entry("overview", "M3 13h8V3H3zM13 21h8V11h-8zM3 21h8v-6H3zM13 9h8V3h-8z"),
          Map.entry("storages", "M4 5h16v6H4zM4 13h16v6H4zM8 8h.01M8 16h.01"),
          Map.entry("images", "M12 3l9 5-9 5-9-5zM3 12l9 5 9-5M3 16l9 5 9-5"),
          Map.entry("jobs", "M5 12h3l3-8 4 16 3-8h3"),
          Map.entry("events", "M6 9a6 6 0 0 1 12 0c0 6 2 7 2 7H4s2-1 2-7M10 20h4"),
          Map.entry("audit", "M9 4h6v3H9zM9 5H5v16h14V5h-4M9 12h6M9 16h6"),
          Map.entry("backup-nodes", "M4 4h16v7H4zM12 11v5M6 20h12M9 16h6v4H9z"),
          Map.entry("image-backups", "M4 7l8-4 8 4v10l-8 4-8-4zM4 7l8 4 8-4M12 11v10"),
          Map.entry("buckets", "M4 6h16l-2 14H6zM4 6c0-4 16-4 16 0"),
          Map.entry(
              "volume-snapshots",
              "M4 7h4l2-3h4l2 3h4v13H4zM12 10a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7"),
          Map.entry(
              "volumes", "M4 6c0-4 16-4 16 0s-16 4-16 0M4 6v12c0 4 16 4 16 0V6M4 12c0 4 16 4 16 0"),
          Map.entry(
              "zones",
              "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M3 12h18M12 3c5 5 5 13 0 18M12 3c-5 5-5 13 0 18"),
          Map.entry(
              "users",
              "M9 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8M2 21c0-8 14-8 14 0M16 5a4 4 0 0 1 0 7M18 15c3 1 4 3"
                  + " 4 6"),
          Map.entry("tags", "M3 3h8l10 10-8 8L3 11zM7.5 7.5h.01"),
          Map.entry("projects", "M3 6h7l2 3h9v11H3z"),
          Map.entry("roles", "M12 3l8 3v6c0 5-4 8-8 9-4-1-8-4-8-9V6z"),
          Map.entry("notifications", "M4 5h16v14H4zM4 6l8 7 8-7"),
          Map.entry("schedules", "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 7v5l4 2"),
          Map.entry("deliveries", "M3 12l18-8-6 17-4-7zM11 14L21 4"),
          Map.entry("sessions", "M4 5h16v11H4zM9 20h6M12 16v4"),
          Map.entry("settings", "M4 7h10M18 7h2M14 5v4M4 17h2M10 17h10M6 15v4"),
          Map.entry("servers", "M3 4h18v12H3zM8 20h8M12 16v4"));

  private Icons() {}

  static Node icon(String name) {
    return el(
        "svg.icon",
        at("viewBox", "0 0 24 24"),
        at("width", "18"),
        at("height", "18"),
        at("aria-hidden", "true"),
        at("focusable", "false"),
        el("path", at("d", PATHS.getOrDefault(name, "M12 12h.01"))));
  }

  /** The mark of the house: a door of a strongroom. */
  static Node mark() {
    return el(
        "svg.mark",
        at("viewBox", "0 0 32 32"),
        at("width", "28"),
        at("height", "28"),
        at("aria-hidden", "true"),
        at("focusable", "false"),
        el(
            "rect",
            at("x", "2"),
            at("y", "2"),
            at("width", "28"),
            at("height", "28"),
            at("rx", "7")),
        el("circle", at("cx", "16"), at("cy", "16"), at("r", "7.5")),
        el("path", at("d", "M16 5.5v5M16 21.5v5M5.5 16h5M21.5 16h5")));
  }
}
