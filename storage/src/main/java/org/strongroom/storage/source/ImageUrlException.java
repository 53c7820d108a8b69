package org.strongroom.storage.source;

/** Not an image url that can be used; the message says why and never holds a secret. */
public class ImageUrlException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public ImageUrlException(String message) {
    super(message);
  }
}
