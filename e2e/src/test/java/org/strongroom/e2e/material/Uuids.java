package org.strongroom.e2e.material;

import java.util.UUID;

/** Uuids as the API wants them. */
public final class Uuids {
  private Uuids() {}

  /** 32 hexadecimal digits, version 4. */
  public static String random() {
    return UUID.randomUUID().toString().replace("-", "");
  }
}
