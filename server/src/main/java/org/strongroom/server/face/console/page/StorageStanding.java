package org.strongroom.server.face.console.page;

import static org.strongroom.server.face.console.html.Html.at;
import static org.strongroom.server.face.console.html.Html.el;
import static org.strongroom.server.face.console.html.Html.foreign;
import static org.strongroom.server.face.console.html.Html.text;

import org.strongroom.api.inventory.BackupStorageInventory;
import org.strongroom.server.face.console.frame.Meters;
import org.strongroom.server.face.console.frame.View;
import org.strongroom.server.face.console.html.Node;
import org.strongroom.server.face.console.text.Sizes;

/** How a storage is and how full, on its own page and on that of the backup node that it is. */
final class StorageStanding {
  private final View view;

  StorageStanding(View view) {
    this.view = view;
  }

  /** Why it is away, and what to do, before anything else. */
  Node trouble(BackupStorageInventory storage) {
    String presented = storage.presentedHostKeyFingerprint();
    if (presented != null) {
      return el(
          "div.notice.bad",
          at("role", "alert"),
          el("h2", text(view.say("storage.key.changed"))),
          el("p", text(view.say("storage.key.changed.hint"))),
          el(
              "dl.facts",
              el(
                  "div",
                  el("dt", text(view.say("storage.key.known"))),
                  el("dd", el("code", text(String.valueOf(storage.hostKeyFingerprint()))))),
              el(
                  "div",
                  el("dt", text(view.say("storage.key.shown"))),
                  el("dd", el("code", text(presented))))));
    }
    String reason = storage.statusReason();
    return reason == null
        ? Node.NONE
        : el(
            storage.status().equals("Connecting") ? "div.notice.noted" : "div.notice.bad",
            at("role", "alert"),
            el("h2", text(view.texts().choice(storage.status()))),
            el("p", foreign(reason)),
            el("p", text(view.say("storage.away.hint"))));
  }

  /**
   * How full it is.
   *
   * @param action beside the heading
   */
  Node capacity(BackupStorageInventory storage, Node action) {
    long used = Math.max(0, storage.totalCapacity() - storage.availableCapacity());
    return el(
        "section.card",
        el("div.section-head", el("h2", text(view.say("capacity.title"))), action),
        Meters.capacity(storage, view),
        Sizes.isUnbounded(storage.totalCapacity())
            ? Node.NONE
            : el(
                "dl.facts.three",
                fact("capacity.used-or-reserved", used),
                fact("capacity.free", storage.availableCapacity()),
                fact("capacity.disk-free", storage.availablePhysicalCapacity())));
  }

  private Node fact(String message, long bytes) {
    return el(
        "div",
        el("dt", text(view.say(message))),
        el("dd.big", at("title", bytes + " B"), text(Sizes.shown(bytes))));
  }
}
