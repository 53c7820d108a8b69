package org.strongroom.server.face;

import io.javalin.http.Context;

/**
 * What the web library answers by itself where no route is: each API has a form of its own for
 * that, whatever the client accepts.
 */
public final class DefaultAnswers {
  private DefaultAnswers() {}

  /** Whether nobody but the library has answered, in text or in the JSON of its own. */
  public static boolean isDefault(Context ctx) {
    String result = ctx.result();
    return result == null
        || result.isEmpty()
        || result.startsWith("Endpoint ")
        || result.startsWith("Not Found")
        || result.startsWith("Method ")
        || result.contains("https://javalin.io/documentation#");
  }
}
