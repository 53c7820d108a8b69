package org.strongroom.e2e.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Spoils JSON bodies: values, keys, then the text itself. */
final class FuzzBodies {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String MARK = "@@";

  private final Random random;
  private final HostileValues values;
  private final FuzzTargets targets;

  FuzzBodies(Random random, HostileValues values, FuzzTargets targets) {
    this.random = random;
    this.values = values;
    this.targets = targets;
  }

  /** A body made from a good one, with so many things wrong. */
  byte[] spoiled(JsonNode good, int faults) {
    JsonNode body = good.deepCopy();
    Map<String, String> literals = new HashMap<>();
    for (int i = 0; i < faults; i++) {
      List<ObjectNode> objects = new ArrayList<>();
      collect(body, objects);
      if (!objects.isEmpty()) {
        spoil(values.one(objects), literals);
      }
    }
    String text = JSON.writeValueAsString(body).replace(MARK + "again\"", "\"");
    for (Map.Entry<String, String> literal : literals.entrySet()) {
      text = text.replace('"' + literal.getKey() + '"', literal.getValue());
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return random.nextInt(12) == 0 ? torn(bytes) : bytes;
  }

  private static void collect(JsonNode node, List<ObjectNode> into) {
    if (node instanceof ObjectNode object) {
      into.add(object);
      object.properties().forEach(property -> collect(property.getValue(), into));
    } else if (node instanceof ArrayNode array) {
      array.forEach(item -> collect(item, into));
    }
  }

  private void spoil(ObjectNode object, Map<String, String> literals) {
    List<String> keys = new ArrayList<>(object.propertyNames());
    String key = keys.isEmpty() ? "made up" : values.one(keys);
    switch (random.nextInt(10)) {
      case 0 -> object.remove(key);
      case 1 -> object.put(key + MARK + "again", "twice");
      case 2 -> object.put(values.one(List.of("made up", "", "uuid", "__proto__", "params")), 1);
      case 4 -> {
        String name = MARK + literals.size() + MARK;
        literals.put(name, HostileValues.quoted(values.text()));
        object.put(name, 1);
      }
      case 3 -> object.put(key, targets.any(random));
      default -> {
        String name = MARK + literals.size() + MARK;
        literals.put(name, values.json());
        object.put(key, name);
      }
    }
  }

  /** Bytes that are JSON no more, or by chance still are. */
  private byte[] torn(byte[] bytes) {
    if (bytes.length == 0) {
      return bytes;
    }
    int at = random.nextInt(bytes.length);
    return switch (random.nextInt(6)) {
      case 0 -> Arrays.copyOf(bytes, at);
      case 1 -> Arrays.copyOfRange(bytes, at, bytes.length);
      case 2 -> {
        byte[] other = bytes.clone();
        other[at] = (byte) random.nextInt(256);
        yield other;
      }
      case 3 -> joined(new byte[] {(byte) 0xef, (byte) 0xbb, (byte) 0xbf}, bytes);
      case 4 -> joined(bytes, bytes);
      default -> new String(bytes, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_16);
    };
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] all = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }
}
