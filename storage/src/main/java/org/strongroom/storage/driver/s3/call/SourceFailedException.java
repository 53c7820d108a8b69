package org.strongroom.storage.driver.s3.call;

import java.io.IOException;

/** What was to be uploaded could not be read. */
public final class SourceFailedException extends IOException {
  private static final long serialVersionUID = 1L;

  private final IOException why;

  public SourceFailedException(IOException why) {
    super(why);
    this.why = why;
  }

  public IOException why() {
    return why;
  }
}
