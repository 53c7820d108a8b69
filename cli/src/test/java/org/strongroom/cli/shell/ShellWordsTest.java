package org.strongroom.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShellWordsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      textBlock =
          """
          a b  c;              a|b|c
          name='a b';          name=a b
          name="a 'b' c";      name=a 'b' c
          name="a \\"b\\" c";  name=a "b" c
          'a'"b"c;             abc
          a\\ b;               a b
          'a\\b';              a\\b
          "a\\nb";             a\\nb
          '' x;                |x
          name!=z size>=10;    name!=z|size>=10
          """)
  void splitsAsAShellDoes(String line, String words) {
    assertThat(String.join("|", ShellWords.split(line).texts())).isEqualTo(words);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a 'b", "a \"b", "a\\"})
  void anOpenQuoteWaitsForMore(String line) {
    assertThat(ShellWords.split(line).isOpen()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "plain", "a b", "it's", "a\"b", "a\\b", "$HOME *", "ü\n", "#x"})
  void quotedWordsComeBackAsTheyWere(String word) {
    assertThat(ShellWords.split("x " + ShellWords.quote(word) + " y").texts())
        .containsExactly("x", word, "y");
  }
}
