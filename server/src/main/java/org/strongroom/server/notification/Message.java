package org.strongroom.server.notification;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.ShortText;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is told: that things of one kind need a hand, or need none any more.
 *
 * @param uuid of the delivery; the same when it is told twice
 * @param raised whether they need one
 * @param things some of them
 * @param count of all of them
 */
record Message(
    String uuid, Kind kind, boolean raised, List<Thing> things, int count, Instant time) {
  private static final int SUBJECT = 200;

  /** Something that is told of. */
  record Thing(String uuid, @Nullable String name) {
    String shown() {
      return name == null || name.isBlank() ? uuid : name;
    }
  }

  /** In a line. */
  String subject() {
    if (kind == Kind.TEST) {
      return "Strongroom: this is a test";
    }
    String said = raised ? kind.raised() : kind.over();
    String what =
        count == 1
            ? "%s %s %s".formatted(kind.noun(), oneLine(things.getFirst().shown()), said)
            : "%d %ss %s".formatted(count, kind.noun(), said);
    String subject = "Strongroom: " + what;
    return ShortText.of(subject, SUBJECT);
  }

  /** In full. */
  String text() {
    if (kind == Kind.TEST) {
      return "Whoever reads this is told when something needs a hand.";
    }
    String listed =
        things.stream()
            .map(thing -> oneLine(thing.shown()) + " (" + thing.uuid() + ")")
            .collect(Collectors.joining("\n"));
    String more = count > things.size() ? "\nand %d more".formatted(count - things.size()) : "";
    return subject().substring("Strongroom: ".length()) + ", " + time + "\n\n" + listed + more;
  }

  /** For programs. */
  String json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("delivery", uuid);
    json.put("kind", kind.text());
    json.put("state", kind == Kind.TEST ? "Test" : raised ? "Raised" : "Over");
    json.put("subject", subject());
    json.put("text", text());
    json.put("count", count);
    json.put(
        "resources",
        things.stream().map(thing -> Map.of("uuid", thing.uuid(), "name", thing.shown())).toList());
    json.put("time", time.toString());
    return JsonMapper.shared().writeValueAsString(json);
  }

  /** Names are others' words: they begin no lines of their own. */
  private static String oneLine(String text) {
    return text.replaceAll("\\p{Cntrl}", " ");
  }
}
