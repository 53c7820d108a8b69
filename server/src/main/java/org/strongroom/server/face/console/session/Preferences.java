package org.strongroom.server.face.console.session;

import io.javalin.http.Context;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.strongroom.server.face.console.text.Language;

/**
 * What a browser wants the pages to look like; no secret, and kept by the browser.
 *
 * @param theme {@code light} or {@code dark}; empty for what the system says
 */
public record Preferences(Language language, Optional<String> theme) {
  private static final String LANGUAGE = "strongroom-language";
  private static final String THEME = "strongroom-theme";
  private static final Set<String> THEMES = Set.of("light", "dark");

  public static Preferences of(Context ctx) {
    return new Preferences(
        Language.ofTag(ctx.cookie(LANGUAGE))
            .orElseGet(() -> Language.accepted(ctx.header("Accept-Language"))),
        Optional.ofNullable(ctx.cookie(THEME)).filter(THEMES::contains));
  }

  /** Keeps a choice; what is none is passed over. */
  public static void keep(String name, String value, Context ctx) {
    if (name.equals("language") && Language.ofTag(value).isPresent()) {
      set(ctx, LANGUAGE, value);
    } else if (name.equals("theme") && (value.isEmpty() || THEMES.contains(value))) {
      set(ctx, THEME, value);
    }
  }

  private static void set(Context ctx, String cookie, String value) {
    long seconds = value.isEmpty() ? 0 : Duration.ofDays(365).toSeconds();
    ctx.res()
        .addHeader(
            "Set-Cookie",
            "%s=%s; Path=/console; Max-Age=%d; HttpOnly; SameSite=Lax"
                .formatted(cookie, value, seconds));
  }
}
