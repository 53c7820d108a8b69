package org.strongroom.storage.driver.s3.bucket;

import java.io.IOException;
import java.io.InputStream;

/** Bytes that can be read again from any place, because sending them may fail. */
@FunctionalInterface
public interface ObjectSource {
  /** A stream from {@code offset} to the end. Closed by the caller. */
  InputStream open(long offset) throws IOException;
}
