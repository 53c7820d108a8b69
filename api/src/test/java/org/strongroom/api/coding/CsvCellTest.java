package org.strongroom.api.coding;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvCellTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "=1+1|'=1+1",
        "+49 30|'+49 30",
        "-x|'-x",
        "-1+cmd|'-1+cmd",
        "@SUM(A1)|'@SUM(A1)",
        "＝1|'＝1",
        "a;=1|a;'=1",
        "a; @b|a; '@b",
        "=\"a\",b|\"'=\"\"a\"\",b\"",
      })
  void whatWouldBeAFormulaIsNone(String text, String cell) {
    assertThat(CsvCell.of(text)).isEqualTo(cell);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-1", "-12.5", "a=b", "a-b", "1.5 GiB", "2026-01-02T03:04:05Z"})
  void numbersAndOrdinaryValuesStayAsTheyAre(String text) {
    assertThat(CsvCell.of(text)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\t=1", "\r=1", "a\n=1", "a\t+1"})
  void controlsHideNoFormula(String text) {
    assertThat(CsvCell.of(text).replaceAll("'[\t\r]", ""))
        .doesNotContainPattern("[\t\r\n;]=|[\t]\\+");
  }
}
