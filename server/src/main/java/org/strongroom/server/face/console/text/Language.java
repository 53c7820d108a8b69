package org.strongroom.server.face.console.text;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The languages of the console. */
public enum Language {
  ENGLISH("en", "English"),
  CHINESE("zh", "中文");

  private final String tag;
  private final String ownName;

  Language(String tag, String ownName) {
    this.tag = tag;
    this.ownName = ownName;
  }

  public String tag() {
    return tag;
  }

  /** What its speakers call it. */
  public String ownName() {
    return ownName;
  }

  public static Optional<Language> ofTag(@Nullable String tag) {
    return Arrays.stream(values()).filter(each -> each.tag.equals(tag)).findFirst();
  }

  /** The one that a browser likes best: what {@code Accept-Language} says. */
  public static Language accepted(@Nullable String header) {
    if (header == null || header.length() > 1000) {
      return ENGLISH;
    }
    try {
      for (Locale.LanguageRange range : Locale.LanguageRange.parse(header)) {
        String wanted = range.getRange().split("-", -1)[0].toLowerCase(Locale.ROOT);
        Optional<Language> found = ofTag(wanted);
        if (found.isPresent()) {
          return found.get();
        }
      }
    } catch (IllegalArgumentException e) {
      return ENGLISH; // a header that cannot be read asks for nothing
    }
    return ENGLISH;
  }

  static List<Language> all() {
    return List.of(values());
  }
}
