package org.strongroom.storage.driver.sftp.wire;

/** The status codes of draft-ietf-secsh-filexfer-02, section 7. */
public enum SftpStatus {
  OK,
  EOF,
  NO_SUCH_FILE,
  PERMISSION_DENIED,
  FAILURE,
  BAD_MESSAGE,
  NO_CONNECTION,
  CONNECTION_LOST,
  UNSUPPORTED;

  static SftpStatus of(int code) {
    return code >= 0 && code < values().length ? values()[code] : FAILURE;
  }
}
