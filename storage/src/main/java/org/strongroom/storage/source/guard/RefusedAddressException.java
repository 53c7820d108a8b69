package org.strongroom.storage.source.guard;

import java.io.IOException;

/** The server may not connect to this address for a caller. */
public class RefusedAddressException extends IOException {
  private static final long serialVersionUID = 1L;

  public RefusedAddressException(String message) {
    super(message);
  }
}
