package org.strongroom.server.imagebackup;

import org.jspecify.annotations.Nullable;
import org.strongroom.api.ApiError;

/** Failures as an image backup keeps them. */
final class Reasons {
  private Reasons() {}

  /** The error and what caused it, in one line. */
  static String of(ApiError error) {
    var text = new StringBuilder();
    for (@Nullable ApiError part = error; part != null; part = part.cause()) {
      if (text.indexOf(part.details()) < 0) {
        text.append(text.isEmpty() ? "" : ": ").append(part.details());
      }
    }
    return text.toString();
  }
}
