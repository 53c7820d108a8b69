package org.strongroom.api;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes the record of an operation from the loose values of a call (texts of a query string, values
 * of a JSON body) and checks them against their declarations. Texts are trimmed; unknown names are
 * passed over, as existing clients expect.
 */
public final class RequestDecoder {
  private static final Pattern DASHED_UUID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  /** Beyond it a double tells no whole numbers apart. */
  private static final double EXACT = 1L << 53;

  /** Looked up once: every call needs one. */
  private static final ClassValue<Constructor<?>> CONSTRUCTORS =
      new ClassValue<>() {
        @Override
        protected Constructor<?> computeValue(Class<?> type) {
          Class<?>[] components =
              Arrays.stream(type.getRecordComponents())
                  .map(RecordComponent::getType)
                  .toArray(Class<?>[]::new);
          try {
            return type.getDeclaredConstructor(components);
          } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
          }
        }
      };

  private RequestDecoder() {}

  /**
   * Decodes and checks.
   *
   * @param values texts, numbers, booleans, lists and maps by parameter name
   * @throws ApiException SYS.1007 that names the first parameter which can not be taken, and why
   */
  public static Record decode(OperationModel operation, Map<String, ?> values) {
    return group(operation.type(), operation, operation.parameters().iterator(), values);
  }

  /**
   * Decodes a record and the groups inside it.
   *
   * @param parameters what is left of the operation's, which are in the order of the components
   */
  private static Record group(
      Class<? extends Record> type,
      OperationModel operation,
      Iterator<ParameterModel> parameters,
      Map<String, ?> values) {
    Constructor<?> constructor = CONSTRUCTORS.get(type);
    Class<?>[] types = constructor.getParameterTypes();
    @Nullable Object[] arguments = new @Nullable Object[types.length];
    for (int i = 0; i < types.length; i++) {
      if (types[i].isRecord()) {
        arguments[i] = group(types[i].asSubclass(Record.class), operation, parameters, values);
      } else {
        ParameterModel parameter = parameters.next();
        arguments[i] = value(operation, parameter, values.get(parameter.name()));
      }
    }
    return construct(constructor, arguments);
  }

  private static boolean isHalfOfPair(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }

  private static @Nullable Object value(
      OperationModel operation, ParameterModel parameter, @Nullable Object given) {
    if (given instanceof String text && !parameter.secret()) {
      given = text.strip(); // a password may begin or end with a blank
    }
    if (given == null || (given.equals("") && !mayBeEmpty(parameter))) {
      given = parameter.defaultValue().orElse(null);
    }
    if (isMissing(given)) {
      if (parameter.required()) {
        throw ApiException.invalid(
            "parameter '%s' of %s is required: %s"
                .formatted(parameter.name(), operation.name(), parameter.description()));
      }
      if (given == null) {
        return absent(parameter);
      }
    }
    ValueDecoder decoder = new ValueDecoder(operation, parameter);
    if (given instanceof String text) {
      decoder.checkStorable(text); // before any refusal that shows it, which is kept, too
    }
    return decoder.decode(given);
  }

  /** Whether an empty text says something: of several choices it is none. */
  private static boolean mayBeEmpty(ParameterModel parameter) {
    return parameter.type() == String.class && parameter.choices().isEmpty();
  }

  private static boolean isMissing(@Nullable Object given) {
    return given == null || given.equals("") || (given instanceof List<?> list && list.isEmpty());
  }

  private static @Nullable Object absent(ParameterModel parameter) {
    Type type = parameter.type();
    if (parameter.isList()) {
      return List.of();
    }
    if (parameter.isMap()) {
      return Map.of();
    }
    if (type == boolean.class) {
      return false;
    }
    return type == int.class ? (Object) 0 : type == long.class ? (Object) 0L : null;
  }

  private static Record construct(Constructor<?> constructor, @Nullable Object[] arguments) {
    try {
      return (Record) constructor.newInstance(arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof ApiException refused) {
        throw refused;
      }
      throw new IllegalStateException("cannot make " + constructor, e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot make " + constructor, e);
    }
  }

  /** One value against one declaration. */
  private record ValueDecoder(OperationModel operation, ParameterModel parameter) {

    @Nullable Object decode(@Nullable Object given) {
      if (parameter.isList()) {
        return list(given);
      }
      if (parameter.isMap()) {
        if (given instanceof Map<?, ?> map) {
          checkItems(map.size());
          return given;
        }
        throw invalid("has to be a map of names to values");
      }
      if (parameter.isNumber()) {
        return number(given);
      }
      return parameter.isBoolean() ? (Object) bool(given) : text(given);
    }

    private List<String> list(@Nullable Object given) {
      List<?> items = given instanceof List<?> several ? several : Arrays.asList(given);
      checkItems(items.size());
      List<String> texts = new ArrayList<>(items.size());
      for (Object item : items) {
        texts.add(text(item instanceof String s ? s.strip() : item));
      }
      return List.copyOf(texts);
    }

    private void checkItems(int items) {
      if (items > parameter.maxItems()) {
        throw invalid(
            "has %d items; at most %d are allowed".formatted(items, parameter.maxItems()));
      }
    }

    private Object number(@Nullable Object given) {
      long number;
      try {
        number =
            switch (given) {
              case Integer i -> i;
              case Long l -> l;
              case String s -> Long.parseLong(s);
              // to JSON's schema 22.0 is a whole number, and some clients write all numbers so
              case Double d when d.longValue() == d && Math.abs(d) < EXACT -> d.longValue();
              case null, default -> throw new NumberFormatException();
            };
      } catch (NumberFormatException e) {
        throw invalid("has to be a whole number" + shown(given));
      }
      boolean isInt = parameter.type() == int.class || parameter.type() == Integer.class;
      long max = isInt ? Math.min(parameter.max(), Integer.MAX_VALUE) : parameter.max();
      if (number < parameter.min() || number > max) {
        throw invalid(range(max) + shown(given));
      }
      return isInt ? (Object) (int) number : (Object) number;
    }

    private String range(long max) {
      if (max == Long.MAX_VALUE || max == Integer.MAX_VALUE) {
        return "has to be at least " + parameter.min();
      }
      return "has to be from %d to %d".formatted(parameter.min(), max);
    }

    private boolean bool(@Nullable Object given) {
      if (given instanceof Boolean value) {
        return value;
      }
      if (given instanceof String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.equals("true") || lower.equals("false")) {
          return lower.equals("true");
        }
      }
      throw invalid("has to be true or false" + shown(given));
    }

    private String text(@Nullable Object given) {
      if (!(given instanceof String || given instanceof Number || given instanceof Boolean)) {
        throw invalid("has to be a text");
      }
      if (given instanceof Double number && !Double.isFinite(number)) {
        throw invalid("is a number that is too large");
      }
      String text = given.toString();
      int characters = text.codePointCount(0, text.length());
      if (characters > parameter.maxLength()) {
        throw invalid(
            "has %d characters%s; at most %d are allowed"
                .formatted(
                    characters,
                    characters == text.length() ? "" : " (Unicode code points)",
                    parameter.maxLength()));
      }
      checkStorable(text);
      if (parameter.choices().isEmpty()) {
        return DASHED_UUID.matcher(text).matches() && parameter.namesUuids()
            ? text.replace("-", "").toLowerCase(Locale.ROOT)
            : text;
      }
      return parameter.choices().stream()
          .filter(text::equalsIgnoreCase)
          .findFirst()
          .orElseThrow(() ->
              invalid(
                  "has to be one of "
                      + parameter.choices().stream().collect(Collectors.joining(", "))
                      + shown(given)));
    }

    /** No database keeps these: some fail, others replace them by something else. */
    void checkStorable(String text) {
      if (text.indexOf('\0') >= 0) {
        throw invalid("holds a NUL character");
      }
      if (text.codePoints().anyMatch(RequestDecoder::isHalfOfPair)) {
        throw invalid("holds half of a surrogate pair");
      }
    }

    private String shown(@Nullable Object given) {
      if (parameter.secret() || !(given instanceof String || given instanceof Number)) {
        return "";
      }
      String text = given.toString();
      return ", not '" + (text.length() > 80 ? text.substring(0, 80) + "…" : text) + "'";
    }

    private ApiException invalid(String why) {
      return ApiException.invalid(
          "parameter '%s' of %s %s".formatted(parameter.name(), operation.name(), why));
    }
  }
}
