package org.strongroom.server.face;

import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Text in forms and query strings, {@code application/x-www-form-urlencoded}. Other decoders put
 * something else into the place of octets that are no text.
 */
public final class FormText {
  private FormText() {}

  /**
   * What is meant.
   *
   * @param text each character an octet
   * @throws CharacterCodingException if it is not UTF-8
   * @throws IllegalArgumentException if a % is not followed by two hexadecimal digits
   */
  public static String decoded(String text) throws CharacterCodingException {
    String octets = URLDecoder.decode(text, StandardCharsets.ISO_8859_1);
    return StandardCharsets.UTF_8
        .newDecoder()
        .decode(ByteBuffer.wrap(octets.getBytes(StandardCharsets.ISO_8859_1)))
        .toString();
  }
}
