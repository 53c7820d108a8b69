package org.strongroom.storage.nbd.client;

import java.io.IOException;

/** The server says no: to the export, or to a request with an error. Asking again is of no use. */
public class NbdRefusedException extends IOException {
  private static final long serialVersionUID = 1L;

  public NbdRefusedException(String message) {
    super(message);
  }
}
