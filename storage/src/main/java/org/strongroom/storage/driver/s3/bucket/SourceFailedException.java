package org.strongroom.storage.driver.s3.bucket;

import java.io.IOException;

/** What was to be uploaded could not be read. */
final class SourceFailedException extends IOException {
  private static final long serialVersionUID = 1L;

  private final IOException why;

  SourceFailedException(IOException why) {
    super(why);
    this.why = why;
  }

  IOException why() {
    return why;
  }
}
