package org.strongroom.api;

import org.jspecify.annotations.Nullable;

/**
 * Texts of a length that a column or a message holds, cut between characters and not in one. Those
 * that are told or kept are masked before: of what is cut nobody sees that it was a password.
 */
public final class ShortText {
  private ShortText() {}

  /**
   * The beginning of a text.
   *
   * @param most units of UTF-16; one less comes where the last would be half of a character
   */
  public static String cut(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    boolean inside =
        most > 0
            && Character.isHighSurrogate(text.charAt(most - 1))
            && Character.isLowSurrogate(text.charAt(most));
    return text.substring(0, inside ? most - 1 : most);
  }

  /**
   * The same with an ellipsis behind what is left of a longer text, and {@linkplain MaskedText no
   * passwords} in it.
   *
   * @param most units of UTF-16 with the ellipsis
   */
  public static String of(String text, int most) {
    String shown = MaskedText.of(text);
    return shown.length() <= most ? shown : cut(shown, most - 1) + "…";
  }

  /** The same of a text that may be missing. */
  public static @Nullable String ofAny(@Nullable String text, int most) {
    return text == null ? null : of(text, most);
  }
}
