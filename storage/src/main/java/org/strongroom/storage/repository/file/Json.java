package org.strongroom.storage.repository.file;

import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The JSON of a repository's files, which somebody hostile may have written. */
public final class Json {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(32)
                  .maxStringLength(1 << 20)
                  .maxNameLength(1 << 10)
                  .maxNumberLength(64)
                  .build())
          .build();
  private static final JsonMapper MAPPER = JsonMapper.builder(FACTORY).build();

  private Json() {}

  /** What reads a file's JSON from its tokens. */
  public interface Reading<T> {
    T from(JsonParser parser) throws RepositoryException;
  }

  /** Reads a long file token by token. */
  public static <T> T read(InputStream json, String what, Reading<T> reading)
      throws RepositoryException {
    try (JsonParser parser =
        FACTORY.createParser(tools.jackson.core.ObjectReadContext.empty(), json)) {
      return reading.from(parser);
    } catch (JacksonException e) {
      throw notUnderstood(what, e);
    }
  }

  /** Reads a short file. */
  public static ObjectNode object(byte[] json, String what) throws RepositoryException {
    try {
      if (MAPPER.readTree(json) instanceof ObjectNode object) {
        return object;
      }
    } catch (JacksonException e) {
      throw notUnderstood(what, e);
    }
    throw RepositoryException.damaged(what + " is no JSON object");
  }

  public static ObjectNode newObject() {
    return MAPPER.createObjectNode();
  }

  public static byte[] bytes(JsonNode node) {
    return MAPPER.writeValueAsBytes(node);
  }

  private static RepositoryException notUnderstood(String what, JacksonException cause) {
    return new RepositoryException(
        RepositoryException.Reason.DAMAGED, what + " is not understood", cause);
  }

  /** The text of a field, empty if it is missing or none. */
  public static String text(JsonNode object, String field) {
    return object.path(field).asString("");
  }

  /** The time of a field as RFC 3339 writes it, the earliest there is if it is missing or none. */
  public static Instant time(JsonNode object, String field) {
    try {
      return OffsetDateTime.parse(text(object, field)).toInstant();
    } catch (DateTimeException e) {
      return Instant.EPOCH;
    }
  }

  /** The next token, which has to be this one. */
  public static void expect(JsonParser parser, JsonToken token, String what)
      throws RepositoryException {
    if (parser.nextToken() != token) {
      throw RepositoryException.damaged(what + " has another form than it should");
    }
  }

  /** The text that the next token has to be. */
  public static String nextText(JsonParser parser, String what) throws RepositoryException {
    expect(parser, JsonToken.VALUE_STRING, what);
    return parser.getString();
  }

  /** The whole number that the next token has to be, from 0 to a bound. */
  public static long nextNumber(JsonParser parser, long most, String what)
      throws RepositoryException {
    expect(parser, JsonToken.VALUE_NUMBER_INT, what);
    if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
        || parser.getLongValue() < 0
        || parser.getLongValue() > most) {
      throw RepositoryException.damaged(what + " has a number that cannot be");
    }
    return parser.getLongValue();
  }
}
