package org.strongroom.testing.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.TestExecutionListener;

class EarlyLooksTest {
  @Test
  void looksComeSoonAtFirstAndNeverLessOftenThanByThemselves() {
    List<Long> pauses = new ArrayList<>();
    Duration pause = Duration.ZERO;
    for (int look = 1; look <= 10; look++) {
      pause = EarlyLooks.pause(look, pause);
      pauses.add(pause.toMillis());
    }
    assertThat(pauses).containsExactly(5L, 7L, 11L, 16L, 25L, 37L, 56L, 85L, 100L, 100L);
  }

  @Test
  void itIsFoundByWhoeverRunsTests() {
    assertThat(ServiceLoader.load(TestExecutionListener.class))
        .hasAtLeastOneElementOfType(EarlyLooks.class);
  }
}
