package org.strongroom.server.face.openstack;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.strongroom.server.call.MalformedJson;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON: bodies are read strictly, answers keep their nulls and the order of their fields. */
public final class StrictJson {
  private static final int DEEPEST = 20;
  private static final Pattern CURLY_QUOTES = Pattern.compile("[\u201c\u201d\u2018\u2019]");

  private final JsonMapper mapper =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /**
   * Reads a body.
   *
   * @throws Fault 400 if it is empty, not UTF-8, not one JSON value, too deep, or names a key twice
   */
  JsonNode read(byte[] body) {
    String text = text(body);
    if (text.isBlank()) {
      throw malformed("it is empty");
    }
    try {
      return mapper.readTree(text);
    } catch (JacksonException e) {
      String hint =
          CURLY_QUOTES.matcher(text).find()
              ? "; it holds typographic quotes, where JSON has straight ones"
              : "";
      throw malformed("it is not JSON, or names a key twice: " + MalformedJson.place(e) + hint);
    }
  }

  private static String text(byte[] body) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException e) {
      throw malformed("it is not UTF-8");
    }
  }

  static Fault malformed(String why) {
    return Fault.badRequest("Malformed request body: " + why);
  }

  byte[] write(Object value) {
    return mapper.writeValueAsBytes(value);
  }
}
