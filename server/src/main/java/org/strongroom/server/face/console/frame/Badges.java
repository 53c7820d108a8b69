package org.strongroom.server.face.console.frame;

import static org.strongroom.server.face.console.html.Html.el;
import static org.strongroom.server.face.console.html.Html.text;

import java.util.Set;
import org.strongroom.server.face.console.html.Node;
import org.strongroom.server.face.console.text.Texts;

/** States, told by a word and a shape; the colour only repeats it. */
public final class Badges {
  private static final Set<String> GOOD =
      Set.of("Connected", "Enabled", "Ready", "Succeeded", "Delivered", "available");
  private static final Set<String> BAD =
      Set.of("Disconnected", "Damaged", "Failed", "NotStarted", "error", "error_deleting");
  private static final Set<String> BUSY =
      Set.of(
          "Connecting",
          "Running",
          "Waiting",
          "Canceling",
          "Creating",
          "Downloading",
          "Accepted",
          "creating",
          "exporting",
          "importing",
          "uploading",
          "downloading",
          "deleting");
  private static final Set<String> NOTED = Set.of("ReadOnly", "Draining", "Deleted");

  private Badges() {}

  public static Node state(String value, Texts texts) {
    return el("span.badge." + tone(value), text(texts.choice(value)));
  }

  /** A badge that says something of its own. */
  public static Node note(String tone, String words) {
    return el("span.badge." + tone, text(words));
  }

  /** Whether it is good, bad, busy, worth a look, or none of these. */
  static String tone(String value) {
    if (GOOD.contains(value)) {
      return "good";
    }
    if (BAD.contains(value)) {
      return "bad";
    }
    if (BUSY.contains(value)) {
      return "busy";
    }
    return NOTED.contains(value) ? "noted" : "idle";
  }
}
