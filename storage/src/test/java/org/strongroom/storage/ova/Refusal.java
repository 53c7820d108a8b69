package org.strongroom.storage.ova;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.strongroom.storage.ova.archive.OvaException;
import org.strongroom.storage.ova.archive.OvaException.Fault;

/** That something is refused for the right reason, and at what cost. */
final class Refusal {
  private static final long MOST_ALLOCATED = 64 << 20;

  private Refusal() {}

  static void check(ThrowingCallable reading, @Nullable Fault fault, String text) {
    long before = allocated();
    assertThatThrownBy(reading)
        .isInstanceOf(OvaException.class)
        .hasMessageContaining(text)
        .satisfies(e -> {
          if (fault != null) {
            assertThat(((OvaException) e).fault()).isEqualTo(fault);
          }
        });
    assertThat(allocated() - before).as("bytes allocated").isLessThan(MOST_ALLOCATED);
  }

  /** Bytes that this thread has ever allocated, so an upper bound of what it holds. */
  static long allocated() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }
}
