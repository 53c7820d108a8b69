package org.strongroom.storage.nbd.client;

import java.io.IOException;

/** A server did not answer in time. */
final class NbdTimeoutException extends IOException {
  private static final long serialVersionUID = 1L;

  NbdTimeoutException(String message) {
    super(message);
  }
}
