package org.strongroom.api;

import java.lang.reflect.Type;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A parameter as its declaration tells it.
 *
 * @param named the kinds of resource of which its value names one, by uuid
 * @param kindIn the parameter that tells the kind of resource instead
 * @param type {@code String}, {@code boolean}, {@code int}, {@code long} or their boxes, {@code
 *     List<String>} or {@code Map<String, Object>}
 */
public record ParameterModel(
    String name,
    Type type,
    String description,
    boolean required,
    int maxLength,
    int maxItems,
    long min,
    long max,
    List<String> choices,
    Optional<String> defaultValue,
    Optional<String> commandDefault,
    boolean secret,
    Optional<ResourceType> resource,
    List<ResourceType> named,
    Optional<String> kindIn,
    boolean positional,
    String since) {

  static ParameterModel of(String name, Type type, Parameter declared) {
    return new ParameterModel(
        name,
        type,
        declared.value(),
        declared.required(),
        maxLength(name, declared),
        declared.maxItems(),
        declared.min(),
        declared.max(),
        List.of(declared.choices()),
        declared.defaultValue().isEmpty() ? Optional.empty() : Optional.of(declared.defaultValue()),
        declared.commandDefault().isEmpty()
            ? Optional.empty()
            : Optional.of(declared.commandDefault()),
        declared.secret(),
        declared.resource().length == 0 ? Optional.empty() : Optional.of(declared.resource()[0]),
        List.of(declared.named().length == 0 ? declared.resource() : declared.named()),
        declared.kindIn().isEmpty() ? Optional.empty() : Optional.of(declared.kindIn()),
        declared.positional(),
        declared.since());
  }

  /** Whatever names a resource is kept and looked for in indexes, which take no long texts. */
  private static int maxLength(String name, Parameter declared) {
    boolean usual = declared.maxLength() == Parameter.USUAL_LENGTH;
    return usual && namesUuids(name) ? Parameter.UUID_LENGTH : declared.maxLength();
  }

  private static boolean namesUuids(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith("uuid") || lower.endsWith("uuids") || lower.endsWith("id");
  }

  /** Whether its values are, or may be, uuids of resources. */
  boolean namesUuids() {
    return namesUuids(name);
  }

  /** Whether it is there for existing clients only, so that nothing new should use it. */
  public boolean isWithoutEffect() {
    return description.equals(Parameter.WITHOUT_EFFECT);
  }

  public boolean isList() {
    return type.getTypeName().startsWith("java.util.List");
  }

  public boolean isMap() {
    return type.getTypeName().startsWith("java.util.Map");
  }

  public boolean isNumber() {
    return type == int.class || type == long.class || type == Integer.class || type == Long.class;
  }

  public boolean isBoolean() {
    return type == boolean.class || type == Boolean.class;
  }
}
