package org.strongroom.cli.help;

import java.util.Optional;
import org.strongroom.api.OperationModel;
import org.strongroom.api.ParameterModel;
import org.strongroom.cli.call.PasswordHash;

/** A parameter in words: what it means, and what it can be. */
final class ParameterText {
  private ParameterText() {}

  /**
   * The text.
   *
   * @param entry how an entry of a map is written
   * @param bool how a boolean is written
   */
  static String of(OperationModel operation, ParameterModel parameter, String entry, String bool) {
    return of(operation, parameter, entry, bool, parameter.defaultValue());
  }

  /** The text, with another default than the operation's. */
  static String of(
      OperationModel operation,
      ParameterModel parameter,
      String entry,
      String bool,
      Optional<String> defaultValue) {
    if (PasswordHash.applies(operation, parameter.name())) {
      return "the password as it is; it leaves this machine only as its SHA-512";
    }
    StringBuilder text = new StringBuilder(parameter.description());
    if (parameter.isList()) {
      text.append("; separated by commas");
    }
    if (parameter.isMap()) {
      text.append("; written ").append(entry);
    }
    if (parameter.isBoolean()) {
      text.append("; ").append(bool);
    }
    if (!parameter.choices().isEmpty()) {
      text.append("; one of ").append(String.join(", ", parameter.choices()));
    }
    if (parameter.isNumber() && parameter.min() != Long.MIN_VALUE) {
      text.append("; from ").append(parameter.min());
      if (parameter.max() < Integer.MAX_VALUE) {
        text.append(" to ").append(parameter.max());
      }
    }
    defaultValue.ifPresent(value -> text.append("; default ").append(value));
    return text.toString();
  }
}
