package org.strongroom.testing.judge;

import java.util.Optional;

/**
 * Stock restic. Another one than the machine's is named by {@code -Dstrongroom.restic=<path>}, or
 * by {@code STRONGROOM_RESTIC} in the environment.
 */
public final class StockRestic {
  /** What is run. */
  public static final String PROGRAM =
      Optional.ofNullable(System.getProperty("strongroom.restic"))
          .or(() -> Optional.ofNullable(System.getenv("STRONGROOM_RESTIC")))
          .orElse("restic");

  private StockRestic() {}
}
