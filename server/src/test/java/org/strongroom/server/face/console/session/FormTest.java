package org.strongroom.server.face.console.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.strongroom.server.face.BadRequestException;

class FormTest {
  private static Form read(String body) {
    return Form.read(body.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void fieldsAreReadAsBrowsersSendThem() {
    Form form = read("name=a+%26+b%3D%E4%B8%AD&name=&empty&100%25=50%25");
    assertThat(form.text("name")).isEqualTo("a & b=中");
    assertThat(form.text("empty")).isEmpty();
    assertThat(form.text("100%")).isEqualTo("50%");
    assertThat(Form.read("name=中".getBytes(StandardCharsets.UTF_8)).text("name")).isEqualTo("中");
    assertThat(Form.read(new byte[0]).text("name")).isEmpty();
  }

  /** It would be kept, or compared, as something else. */
  @ParameterizedTest
  @ValueSource(
      strings = {"name=%FF", "%C3=a", "name=%ED%A0%80", "name=\u00e4", "a=b&c=%C0%AF", "a=50%"})
  void whatIsNoTextIsRefused(String body) {
    assertThatThrownBy(() -> read(body))
        .isInstanceOf(BadRequestException.class)
        .hasMessageContaining("UTF-8");
  }
}
