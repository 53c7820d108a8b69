package org.strongroom.storage.repository.file;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentIdTest {
  private static final String DIGITS = "0123456789abcdef".repeat(4);

  @Test
  void whatIsWrittenIsRead() {
    assertThat(ContentId.parse(DIGITS).orElseThrow().hex()).isEqualTo(DIGITS);
    for (int i = 0; i < 100; i++) {
      ContentId id = ContentId.of(new byte[i]);
      assertThat(ContentId.parse(id.hex())).contains(id);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", ":", "@", "`", "g", "A", "F", " ", "-", "\u0660", "\uff11", "\0"})
  void onlyLowerCaseHexadecimalDigitsAre(String other) {
    assertThat(ContentId.parse(other + DIGITS.substring(1))).isEmpty();
    assertThat(ContentId.parse(DIGITS.substring(1) + other)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 63, 65, 128})
  void ofNoOtherLength(int length) {
    assertThat(ContentId.parse("a".repeat(length))).isEmpty();
  }
}
