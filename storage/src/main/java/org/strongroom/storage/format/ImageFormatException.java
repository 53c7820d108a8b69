package org.strongroom.storage.format;

import java.io.IOException;

/**
 * An image that is damaged or that must not be stored: the message says what is wrong with it and
 * what its owner can do.
 */
public class ImageFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  public ImageFormatException(String message) {
    super(message);
  }

  public ImageFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
