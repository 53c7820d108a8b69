package org.strongroom.e2e;

import java.util.UUID;

/** Uuids as the API wants them. */
final class Uuids {
  private Uuids() {}

  /** 32 hexadecimal digits, version 4. */
  static String random() {
    return UUID.randomUUID().toString().replace("-", "");
  }
}
