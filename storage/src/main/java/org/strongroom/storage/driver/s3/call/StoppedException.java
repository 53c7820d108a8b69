package org.strongroom.storage.driver.s3.call;

import java.io.IOException;

/** Whoever listens to an upload wants it to stop; the cause is why. Never tried again. */
public final class StoppedException extends IOException {
  private static final long serialVersionUID = 1L;

  public StoppedException(Exception cause) {
    super(cause);
  }

  /** The reason, as it was thrown. */
  public IOException why() {
    if (getCause() instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    return getCause() instanceof IOException checked ? checked : this;
  }
}
