package org.strongroom.storage.packed;

import java.io.IOException;

/** A packed file goes on behind its end with what is no part of it. */
final class BytesBehindEndException extends IOException {
  private static final long serialVersionUID = 1;
}
