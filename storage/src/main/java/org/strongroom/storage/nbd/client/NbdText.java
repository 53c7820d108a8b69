package org.strongroom.storage.nbd.client;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.strongroom.storage.source.UrlMask;

/** Texts that a server sent. */
final class NbdText {
  private static final int MOST = 200;

  private NbdText() {}

  /** What may be shown of one: a line without control characters. */
  static String shown(ByteBuffer bytes) {
    return shown(bytes, "");
  }

  /** The same of one in which an export's name may stand, which may be a secret. */
  static String shown(ByteBuffer bytes, String export) {
    String said = StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
    String text = export.isEmpty() ? said : said.replace(export, UrlMask.exportName(export));
    String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
    return line.length() > MOST ? line.substring(0, MOST) + "…" : line;
  }
}
