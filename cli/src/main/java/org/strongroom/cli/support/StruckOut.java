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

  /** Up to the last of several, since passwords hold them too. */
  private static final Pattern USER = Pattern.compile("(?<=://)[^/\\s\"']*@");

  /** A name, and what is said of it: in quotes, in quotes within quotes, or up to the next sign. */
  private static final Pattern SAID =
      Pattern.compile(
          "(?i)((?:password|passwd|pwd|passphrase|secret\\w*|private_?key|(?:api|account|access)_?key"
              + "|\\w*token|\\w*signature|\\bsig)(?:\\\\*[\"'])?\\s*[=:]\\s*)"
              + "(?:\\\\+\".*?(?:\\\\+\"|$)|\"(?:\\\\.|[^\"\\\\])*\"?|'[^']*'?|[^\\s\"',;&)}\\]]+)");

  private static final Pattern HEADER =
      Pattern.compile("(?i)((?:OAuth|Bearer|Basic) )[0-9A-Za-z._~+/=-]{8,}");
  private static final Pattern COOKIE = Pattern.compile("(?i)(cookie: *)[^\\r\\n]+");

  /** Who knows the uuid of a session has the session. */
  private static final Pattern SESSION = Pattern.compile("(?<=/sessions/)[0-9A-Fa-f-]{32,36}");

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
                    isSecret(field.getKey()) ? allOf(field.getValue()) : of(field.getValue())));
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

  /** What stands under the name of a secret: all texts, whatever holds them. */
  private static JsonNode allOf(JsonNode secret) {
    return switch (secret) {
      case ObjectNode object -> {
        ObjectNode copy = JsonMapper.shared().createObjectNode();
        object.properties().forEach(field -> copy.set(field.getKey(), allOf(field.getValue())));
        yield copy;
      }
      case ArrayNode array -> {
        ArrayNode copy = JsonMapper.shared().createArrayNode();
        array.forEach(item -> copy.add(allOf(item)));
        yield copy;
      }
      default ->
          secret.isString() ? JsonMapper.shared().getNodeFactory().stringNode(STRUCK) : secret;
    };
  }

  /** The text without what looks like a secret in it. */
  static String of(String text) {
    String struck = KEY.matcher(text).replaceAll(STRUCK);
    struck = USER.matcher(struck).replaceAll(STRUCK + "@");
    struck = HEADER.matcher(struck).replaceAll("$1" + STRUCK);
    struck = COOKIE.matcher(struck).replaceAll("$1" + STRUCK);
    struck = SESSION.matcher(struck).replaceAll(STRUCK);
    return SAID.matcher(struck).replaceAll("$1" + STRUCK);
  }

  private static boolean isSecret(String field) {
    return SECRET.matcher(field.toLowerCase(Locale.ROOT).replaceAll("[._-]", "")).find();
  }
}
