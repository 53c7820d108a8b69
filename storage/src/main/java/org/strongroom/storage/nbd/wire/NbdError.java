package org.strongroom.storage.nbd.wire;

import java.util.Arrays;

/** The errors that a reply may carry, by the names that all systems know them by. */
public enum NbdError {
  EPERM(1),
  EIO(5),
  ENOMEM(12),
  EINVAL(22),
  ENOSPC(28),
  EOVERFLOW(75),
  ENOTSUP(95),
  ESHUTDOWN(108);

  private final int number;

  NbdError(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }

  /** The name of an error, or its number if it is none of the protocol's. */
  public static String name(int number) {
    return Arrays.stream(values())
        .filter(each -> each.number == number)
        .findFirst()
        .map(NbdError::name)
        .orElseGet(() -> "error " + Integer.toUnsignedString(number));
  }
}
