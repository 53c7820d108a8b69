package org.strongroom.server.call;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;

/**
 * Bodies of requests are UTF-8 (RFC 8259). The parser also takes UTF-16 and overlong forms of
 * characters, which a proxy that looks into bodies reads differently or not at all.
 */
public final class RequestJson {
  private RequestJson() {}

  /**
   * The body as it is.
   *
   * @throws NotUtf8Exception if it is something else
   */
  public static byte[] utf8(byte[] body) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
    } catch (CharacterCodingException e) {
      throw new NotUtf8Exception();
    }
    for (byte each : body) {
      if (each == 0) { // of UTF-16 or UTF-32, which the parser would find out by it
        throw new NotUtf8Exception();
      }
    }
    return body;
  }

  static final class NotUtf8Exception extends JacksonException {
    private NotUtf8Exception() {
      super("it is not UTF-8");
    }
  }
}
