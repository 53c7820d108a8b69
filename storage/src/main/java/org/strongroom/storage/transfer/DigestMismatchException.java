package org.strongroom.storage.transfer;

import java.io.IOException;
import org.strongroom.storage.driver.DigestAlgorithm;

/** Bytes are not those that were stored. */
public class DigestMismatchException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String expected;
  private final String found;

  /**
   * @param what the file or stream, for the message
   * @param expected SHA-256 in hexadecimal
   * @param found SHA-256 in hexadecimal, or what else tells the difference
   */
  public DigestMismatchException(String what, String expected, String found) {
    this(what, DigestAlgorithm.SHA256, expected, found);
  }

  /**
   * @param what the file or stream, for the message
   * @param expected digest in hexadecimal
   * @param found digest in hexadecimal, or what else tells the difference
   */
  public DigestMismatchException(
      String what, DigestAlgorithm algorithm, String expected, String found) {
    super(
        "%s is damaged: expected %s %s, found %s"
            .formatted(what, algorithm.javaName(), expected, found));
    this.expected = expected;
    this.found = found;
  }

  public String expected() {
    return expected;
  }

  public String found() {
    return found;
  }
}
