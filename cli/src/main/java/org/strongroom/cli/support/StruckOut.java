package org.strongroom.cli.support;

import java.util.Locale;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes out whatever may be a secret, by the name of its field or by the form of the text. The
 * server tells none; this is for what people wrote where it does not belong, such as into a url.
 */
final class StruckOut {
  private static final String STRUCK = "***";
  private static final Pattern SECRET =
      Pattern.compile("password|passwd|secret|privatekey|apikey|token|credential|sessionuuid");
  private static final Pattern KEY =
      Pattern.compile(
          "-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(-----END [A-Z ]*-----|$)", Pattern.DOTALL);
  private static final Pattern USER = Pattern.compile("(?<=://)[^/@\\s\"']*@");
  private static final Pattern SAID =
      Pattern.compile(
          "(?i)((?:password|passwd|secret\\w*|private_?key|api_?key|\\w*token)[\"']?\\s*[=:]\\s*[\"']?)"
              + "[^\\s\"',;&)}\\]]+");
  private static final Pattern OAUTH = Pattern.compile("(?i)(OAuth |Bearer )[0-9A-Za-z._-]{16,}");

  private StruckOut() {}

  /** A copy of the value without secrets. */
  static JsonNode of(JsonNode value) {
    return switch (value) {
      case ObjectNode object -> {
        ObjectNode copy = JsonMapper.shared().createObjectNode();
        object
            .properties()
            .forEach(field ->
                copy.set(
                    field.getKey(),
                    isSecret(field.getKey()) && field.getValue().isString()
                        ? copy.stringNode(STRUCK)
                        : of(field.getValue())));
        yield copy;
      }
      case ArrayNode array -> {
        ArrayNode copy = JsonMapper.shared().createArrayNode();
        array.forEach(item -> copy.add(of(item)));
        yield copy;
      }
      default ->
          value.isString()
              ? JsonMapper.shared().getNodeFactory().stringNode(of(value.asString()))
              : value;
    };
  }

  /** The text without what looks like a secret in it. */
  static String of(String text) {
    String struck = KEY.matcher(text).replaceAll(STRUCK);
    struck = USER.matcher(struck).replaceAll(STRUCK + "@");
    struck = OAUTH.matcher(struck).replaceAll("$1" + STRUCK);
    return SAID.matcher(struck).replaceAll("$1" + STRUCK);
  }

  private static boolean isSecret(String field) {
    return SECRET.matcher(field.toLowerCase(Locale.ROOT).replaceAll("[._-]", "")).find();
  }
}
