package org.strongroom.storage.driver;

import org.jspecify.annotations.Nullable;

/** The server showed another host key than the expected one; no credential was sent. */
public final class HostKeyChangedException extends StorageException {
  private static final long serialVersionUID = 1L;

  private final transient HostKey shown;

  public HostKeyChangedException(String message, HostKey shown, @Nullable Throwable cause) {
    super(Reason.HOST_KEY_CHANGED, message, cause);
    this.shown = shown;
  }

  /** The key that was shown. */
  public HostKey shown() {
    return shown;
  }
}
