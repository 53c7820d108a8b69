package org.strongroom.cli.noun;

import java.util.List;
import java.util.Locale;
import org.strongroom.api.ParameterModel;
import org.strongroom.cli.call.QuerySettings;

/**
 * An option of a readable command.
 *
 * @param name as it is typed after two dashes: {@code access-ip}
 * @param key what the operation calls it: {@code accessIp}
 * @param flag whether it stands for true without a value
 * @param list whether several values can be given, separated by commas
 * @param choices the values allowed; empty for any
 */
public record VerbOption(
    String name,
    String key,
    String description,
    boolean required,
    boolean secret,
    boolean flag,
    boolean list,
    List<String> choices) {

  private static final List<String> TRUTH = List.of("true", "false");

  static VerbOption of(ParameterModel parameter) {
    return new VerbOption(
        dashed(parameter.name()),
        parameter.name(),
        parameter.description(),
        parameter.required(),
        parameter.secret(),
        parameter.isBoolean(),
        parameter.isList(),
        parameter.isBoolean() ? TRUTH : parameter.choices());
  }

  /** A setting of a query for an inventory. */
  static VerbOption setting(String key, String description, Class<?> inventory) {
    List<String> values = QuerySettings.values(inventory, key);
    return new VerbOption(
        dashed(key),
        key,
        description,
        false,
        false,
        values.equals(TRUTH),
        key.equals("fields"),
        values);
  }

  /** With its two dashes. */
  public String typed() {
    return "--" + name;
  }

  /** {@code accessIp} as it is typed: {@code access-ip}. */
  public static String dashed(String key) {
    return key.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }
}
