package org.strongroom.storage.driver.s3.bucket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartPlanTest {
  private static final long GIB = 1L << 30;

  @ParameterizedTest
  @ValueSource(
      longs = {
        1,
        (32 << 20) - 1,
        32 << 20,
        (32 << 20) + 1,
        100 * GIB,
        5_000 * GIB,
        5_000 * GIB + 1,
        10_000_000_000_000L,
        50_000 * GIB
      })
  void partsCoverTheWholeAndAreNotTooMany(long size) {
    var plan = new PartPlan(size, PartPlan.partSize(size));

    int last = plan.count();
    assertThat(plan.offset(1)).isZero();
    assertThat(plan.offset(last) + plan.length(last)).isEqualTo(size);
    assertThat(plan.length(last)).isBetween(1L, plan.partSize());
    assertThat(last).isLessThanOrEqualTo(size <= 5_000 * GIB ? 1000 : 10_000);
    assertThat(plan.partSize()).isBetween(32L << 20, 5 * GIB);
  }

  @Test
  void moreThanTenThousandPartsAreRefused() {
    long tooLarge = 50_000 * GIB + 1;

    assertThatThrownBy(() -> new PartPlan(tooLarge, PartPlan.partSize(tooLarge)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new PartPlan(0, 1)).isInstanceOf(IllegalArgumentException.class);
  }
}
