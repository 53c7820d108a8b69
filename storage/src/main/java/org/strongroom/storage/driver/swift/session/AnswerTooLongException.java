package org.strongroom.storage.driver.swift.session;

import java.io.IOException;

/** An answer that would fill the memory; asking again makes it no shorter. */
final class AnswerTooLongException extends IOException {
  private static final long serialVersionUID = 1L;

  AnswerTooLongException(String message) {
    super(message);
  }
}
