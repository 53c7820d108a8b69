package org.strongroom.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class ErrorTextTest {
  @Test
  void whatDescriptionAndDetailsSayAlikeIsSaidOnce() {
    assertThat(
            of(
                "{'code': 'ID.1000', 'description': 'Wrong name or password',"
                    + " 'details': 'wrong name or password'}"))
        .isEqualTo("ID.1000 wrong name or password");
    assertThat(
            of(
                "{'code': 'SYS.1', 'description': 'No room.',"
                    + " 'details': 'No room: 3 bytes are free'}"))
        .isEqualTo("SYS.1 No room: 3 bytes are free");
    assertThat(of("{'code': 'SYS.1', 'description': 'No room', 'details': ''}"))
        .isEqualTo("SYS.1 No room");
  }

  @Test
  void causesAreIndented() {
    assertThat(
            of(
                "{'code': 'A', 'description': 'failed', 'details': 'x',"
                    + " 'cause': {'code': 'B', 'description': 'why', 'details': ''}}"))
        .isEqualTo("A failed: x\n  cause: B why");
  }

  @Test
  void aCauseThatSaysNothingNewIsNotToldAgain() {
    assertThat(
            of(
                "{'code': 'A', 'description': 'failed', 'details': 'x is away',"
                    + " 'cause': {'code': 'B', 'description': 'away', 'details': 'x is away',"
                    + " 'cause': {'code': 'C', 'description': 'why', 'details': 'no route'}}}"))
        .isEqualTo("A failed: x is away\n  cause: C why: no route");
  }

  private static String of(String json) {
    return ErrorText.of(JsonMapper.shared().readTree(json.replace('\'', '"')));
  }
}
