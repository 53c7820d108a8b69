package org.strongroom.storage.driver.sftp.wire;

import java.io.IOException;

/** The server answered a request with a status other than OK. The connection is fine. */
public final class SftpStatusException extends IOException {
  private static final long serialVersionUID = 1L;

  private final SftpStatus status;

  SftpStatusException(SftpStatus status, String serverText) {
    super(serverText.isEmpty() ? status.name() : serverText);
    this.status = status;
  }

  public SftpStatus status() {
    return status;
  }
}
