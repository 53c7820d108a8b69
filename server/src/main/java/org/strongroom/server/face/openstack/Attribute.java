package org.strongroom.server.face.openstack;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What an attribute of a request has to be.
 *
 * @param nullable whether null may be sent
 */
public record Attribute(String name, Kind kind, boolean required, boolean nullable) {

  /** The types of values. */
  sealed interface Kind {
    /** As texts for callers name it. */
    String noun();
  }

  record Text(int least, int most) implements Kind {
    @Override
    public String noun() {
      return "string";
    }
  }

  record Whole(long least, long most) implements Kind {
    @Override
    public String noun() {
      return "integer";
    }
  }

  record Flag() implements Kind {
    @Override
    public String noun() {
      return "boolean";
    }
  }

  record Inner(ObjectSchema schema) implements Kind {
    @Override
    public String noun() {
      return "object";
    }
  }

  record Anything() implements Kind {
    @Override
    public String noun() {
      return "value";
    }
  }

  /** A text that is not blank. */
  public static Attribute text(String name, int longest) {
    return new Attribute(name, new Text(1, longest), false, false);
  }

  /** A text that may be empty or null. */
  public static Attribute freeText(String name, int longest) {
    return new Attribute(name, new Text(0, longest), false, true);
  }

  public static Attribute number(String name, long least, long most) {
    return new Attribute(name, new Whole(least, most), false, false);
  }

  /** True or false, also as a text or a number that means so. */
  public static Attribute flag(String name) {
    return new Attribute(name, new Flag(), false, false);
  }

  /** An object with these attributes. */
  public static Attribute object(String name, Attribute... inner) {
    return new Attribute(name, new Inner(new ObjectSchema(name, List.of(inner))), false, false);
  }

  /** A value of any type. */
  public static Attribute anything(String name) {
    return new Attribute(name, new Anything(), false, true);
  }

  /** The same, which has to be sent. */
  public Attribute asRequired() {
    return new Attribute(name, kind, true, nullable);
  }

  /** The same, for which null may be sent. */
  public Attribute orNull() {
    return new Attribute(name, kind, required, true);
  }

  /**
   * Checks a value.
   *
   * @return a text, a number, a boolean, {@link Attributes} or, for what may be anything, the JSON
   * @throws Fault 400 that names the attribute and never the value, which may be a secret
   */
  @Nullable Object check(JsonNode value) {
    if (value.isNull() && nullable) {
      return null;
    }
    return switch (kind) {
      case Text(int least, int most) when value.isString() ->
          text(value.stringValue(), least, most);
      case Whole(long least, long most) when value.canConvertToLong() && value.isIntegralNumber() ->
          number(value.longValue(), least, most);
      case Flag() when value.isBoolean() || value.isString() || value.isIntegralNumber() ->
          StrictBoolean.parse(value.asString())
              .orElseThrow(() -> invalid("It is not of type 'boolean'"));
      case Inner(ObjectSchema schema) when value.isObject() -> schema.check(value);
      case Anything() -> value;
      default -> throw invalid("%s is not of type '%s'".formatted(article(value), kind.noun()));
    };
  }

  private String text(String text, int least, int most) {
    if (least > 0 && text.isBlank()) {
      throw invalid("It is empty");
    }
    if (text.length() > most) {
      throw invalid(
          "It is too long: %d characters, at most %d are allowed".formatted(text.length(), most));
    }
    if (text.chars().anyMatch(c -> c == 0) || !isWellFormed(text)) {
      throw invalid("It holds a character that can not be kept");
    }
    return text;
  }

  /** Halves of surrogate pairs can be escaped in JSON, and no database takes them. */
  private static boolean isWellFormed(String text) {
    return text.codePoints()
        .noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }

  private long number(long number, long least, long most) {
    if (number < least || number > most) {
      throw invalid("%d is not between %d and %d".formatted(number, least, most));
    }
    return number;
  }

  private Fault invalid(String why) {
    return ObjectSchema.invalid(name, why);
  }

  private static String article(JsonNode value) {
    return switch (value.getNodeType()) {
      case STRING -> "A string";
      case NUMBER -> "A number";
      case BOOLEAN -> "A boolean";
      case ARRAY -> "An array";
      case OBJECT -> "An object";
      default -> "null";
    };
  }
}
