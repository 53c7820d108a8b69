package org.strongroom.cli.call;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryConditionTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          name=sftp                 | name=sftp
          name!=sftp                | name!=sftp
          size>10                   | size>10
          size<10                   | size<10
          size>=10                  | size>=10
          size<=10                  | size<=10
          uuid?=a,b                 | uuid?=a,b
          uuid!?=a,b                | uuid!?=a,b
          name~=web                 | name~=%web%
          name!~=web                | name!~=%web%
          name~=web%                | name~=web%
          name~=w_b                 | name~=w_b
          description=null          | description is null
          description!=null         | description not null
          description>=null         | description>=null
          name=                     | name=
          url=http://a/b?c=d        | url=http://a/b?c=d
          name=a>=b                 | name=a>=b
          image.backupStorage.zone.name!=z | image.backupStorage.zone.name!=z
          __userTag__~=lab          | __userTag__~=%lab%
          """)
  void becomesWhatTheServerTakes(String typed, String wire) {
    assertThat(QueryCondition.parse(typed).orElseThrow().toWire()).isEqualTo(wire);
  }

  @Test
  void keepsLinesAndBlanksInsideTheValue() {
    assertThat(QueryCondition.parse("name=a b\nc").orElseThrow().value()).isEqualTo("a b\nc");
  }

  @ParameterizedTest
  @CsvSource({"name", "=value", "na me=value", "-name=value"})
  void refusesWhatHasNotTheForm(String typed) {
    assertThat(QueryCondition.parse(typed)).isEmpty();
  }
}
