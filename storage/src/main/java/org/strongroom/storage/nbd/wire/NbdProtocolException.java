package org.strongroom.storage.nbd.wire;

import java.io.IOException;

/** The other side says what the protocol does not allow: the connection is of no use any more. */
public class NbdProtocolException extends IOException {
  private static final long serialVersionUID = 1L;

  public NbdProtocolException(String message) {
    super(message);
  }
}
