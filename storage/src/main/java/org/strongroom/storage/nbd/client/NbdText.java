package org.strongroom.storage.nbd.client;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Texts that a server sent. */
final class NbdText {
  private static final int MOST = 200;

  private NbdText() {}

  /** What may be shown of one: a line without control characters. */
  static String shown(ByteBuffer bytes) {
    String text = StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
    String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
    return line.length() > MOST ? line.substring(0, MOST) + "…" : line;
  }
}
