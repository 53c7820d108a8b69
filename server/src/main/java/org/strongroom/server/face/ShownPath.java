package org.strongroom.server.face;

import io.javalin.http.Context;
import java.util.regex.Pattern;

/** The path of a request as an answer may repeat it. */
public final class ShownPath {
  /** None of ours has a colon or an at sign: it may be an address with a password. */
  private static final Pattern ADDRESS = Pattern.compile("(?i)/[^/]*(?:[:@]|%3a|%40).*");

  private ShownPath() {}

  /** What was asked for, up to where somebody may have put an address into it. */
  public static String of(Context ctx) {
    return ADDRESS.matcher(ctx.path()).replaceFirst("/…");
  }
}
