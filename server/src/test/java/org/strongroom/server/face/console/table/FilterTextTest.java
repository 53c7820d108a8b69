package org.strongroom.server.face.console.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.strongroom.api.inventory.ImageInventory;

/** What people write into the filter box, in the query language. */
class FilterTextTest {
  private static final Instant NOW = Instant.parse("2026-11-29T18:30:00Z");

  private static List<String> conditions(String text) {
    return FilterText.conditions(text, ImageInventory.class, "name", NOW, ZoneOffset.UTC);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "debian|name~=%debian%",
        "status=Ready|status=Ready",
        "status!=Ready|status!=Ready",
        "backupStorage.name~=rack2|backupStorage.name~=%rack2%",
        "name~=deb%|name~=deb%",
        "name!~=x|name!~=%x%",
        "size>1G|size>1073741824",
        "actualSize<=1.5TiB|actualSize<=1649267441664",
        "backupStorage.availableCapacity<10G|backupStorage.availableCapacity<10737418240",
        "createDate>-24h|createDate>2026-11-28T18:30:00Z",
        "createDate>=yesterday|createDate>=2026-11-28T00:00:00Z",
        "createDate<today|createDate<2026-11-29T00:00:00Z",
        "name=1G|name=1G",
        "name=\"two words\"|name=two words",
        "\"two words\"|name~=%two words%",
        "description is null|description is null",
        "status?=Ready,Damaged|status?=Ready,Damaged",
        "nonsense<|nonsense<"
      })
  void isReadAsAConditionOfTheQueryLanguage(String text, String condition) {
    assertThat(conditions(text)).containsExactly(condition);
  }

  @Test
  void blanksSeparateConditionsThatAllHaveToHold() {
    assertThat(conditions("  debian status=Ready  size>1k "))
        .containsExactly("name~=%debian%", "status=Ready", "size>1024");
    assertThat(conditions("   ")).isEmpty();
    assertThat(conditions("debian damagedDate not null status=Ready url is null"))
        .containsExactly("name~=%debian%", "damagedDate not null", "status=Ready", "url is null");
  }

  @Test
  void whoWritesAndBetweenConditionsIsUnderstood() {
    assertThat(conditions("status=Ready and size>1k AND description is null and name~=a"))
        .containsExactly("status=Ready", "size>1024", "description is null", "name~=%a%");
    assertThat(conditions("rock and roll"))
        .containsExactly("name~=%rock%", "name~=%and%", "name~=%roll%");
    assertThat(conditions("and status=Ready and"))
        .containsExactly("name~=%and%", "status=Ready", "name~=%and%");
  }

  @Test
  void howManyAreTakenIsBounded() {
    assertThat(conditions("a ".repeat(900))).hasSize(50);
    assertThat(conditions("x".repeat(100_000)).getFirst()).hasSizeLessThan(2100);
  }
}
