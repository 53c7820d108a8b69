package org.strongroom.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerArgumentsTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private OptionalInt answer(String line) {
    List<String> words = line.isEmpty() ? List.of() : List.of(line.split(" "));
    return new ServerArguments(words)
        .answer(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "serve", "migrate"})
  void anOrderIsFollowed(String line) {
    assertThat(answer(line)).isEmpty();
    assertThat(new ServerArguments(List.of("migrate")).isMigration()).isTrue();
    assertThat(new ServerArguments(List.of("serve")).isMigration()).isFalse();
  }

  /** Who asks how it is used has asked for no server over a directory that is made for it. */
  @ParameterizedTest
  @ValueSource(strings = {"--help", "serve --help", "serve -h", "migrate --help", "migrate help"})
  void aQuestionIsAnsweredAndStartsNothing(String line) {
    assertThat(answer(line)).hasValue(0);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("strongroom serve", "STRONGROOM_HTTP_PORT");
  }

  @ParameterizedTest
  @ValueSource(strings = {"serve --port 80", "migrate --port", "--port", "server --port"})
  void whatIsNotUnderstoodStartsNothing(String line) {
    assertThat(answer(line)).hasValue(2);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains(line.startsWith("server") ? "'server'" : "'--port'")
        .contains("strongroom.properties");
  }

  @Test
  void theTwoAreNotBegunTogether() {
    assertThat(answer("serve migrate")).hasValue(2);
  }
}
