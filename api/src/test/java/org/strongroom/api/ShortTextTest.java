package org.strongroom.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShortTextTest {
  /** The emoji takes two units. */
  @ParameterizedTest
  @CsvSource({
    "abcd, 4, abcd, abcd",
    "abcde, 4, abcd, abc…",
    "abc\ud83d\ude00, 5, abc\ud83d\ude00, abc\ud83d\ude00",
    "abc\ud83d\ude00d, 4, abc, abc…",
    "abc\ud83d\ude00d, 5, abc\ud83d\ude00, abc…"
  })
  void cutsBetweenCharacters(String text, int most, String cut, String shortened) {
    assertThat(ShortText.cut(text, most)).isEqualTo(cut);
    assertThat(ShortText.of(text, most)).isEqualTo(shortened);
    assertThat(ShortText.ofAny(text, most)).isEqualTo(shortened);
  }

  /** Half a character is none in UTF-8: databases refuse it, and others show a question mark. */
  @Test
  void whatIsLeftIsUtf8AtEveryLength() {
    String text = "\ud83d\ude00x".repeat(700);
    for (int most = 0; most < 70; most++) {
      String cut = ShortText.cut(text, most);
      byte[] bytes = cut.getBytes(StandardCharsets.UTF_8);
      assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo(cut);
      assertThat(cut.length()).isBetween(most - 1, most);
    }
    assertThat(ShortText.ofAny(null, 3)).isNull();
  }
}
