package org.strongroom.api;

import org.jspecify.annotations.Nullable;

/**
 * An error as callers see it, and as logs, events and the audit log keep it: no address in it has a
 * user or a password, whatever parameter it was given for.
 *
 * @param code prefix and number, such as {@code SYS.1007}
 * @param description the fixed text of the code
 * @param details what happened to what, with names, and what to do
 * @param cause the reason inside, for errors that wrap another
 */
public record ApiError(String code, String description, String details, @Nullable ApiError cause) {
  public ApiError {
    details = MaskedText.of(details);
  }

  public static ApiError of(ErrorCode code, String details) {
    return new ApiError(code.code(), code.description(), details, null);
  }

  /** The error and what caused it, in one line; what a cause only repeats is left out. */
  public String inOneLine() {
    var text = new StringBuilder();
    for (@Nullable ApiError part = this; part != null; part = part.cause()) {
      if (text.indexOf(part.details()) < 0) {
        text.append(text.isEmpty() ? "" : ": ").append(part.details());
      }
    }
    return text.toString();
  }

  /** This error as the reason of another. */
  public ApiError within(ErrorCode outer, String outerDetails) {
    return new ApiError(outer.code(), outer.description(), outerDetails, this);
  }
}
