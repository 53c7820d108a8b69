package org.strongroom.storage.ova.descriptor;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.strongroom.storage.ova.archive.OvaException;
import org.strongroom.storage.ova.archive.OvaException.Fault;

/**
 * The characters of an XML file, as its byte order mark or its declaration says, UTF-8 else.
 * Decoded here because the JDK's parser prints errors of encoding to standard error.
 */
final class XmlText {
  private static final int DECLARATION = 200;
  private static final Pattern ENCODING =
      Pattern.compile("^<\\?xml[^>]*?encoding\\s*=\\s*[\"']([A-Za-z0-9._-]{1,40})[\"']");

  private XmlText() {}

  /**
   * @throws OvaException BAD_DESCRIPTOR if the bytes are not in the encoding that they claim
   */
  static String decode(byte[] xml) throws OvaException {
    Charset charset = charset(xml);
    try {
      String text = charset.newDecoder().decode(ByteBuffer.wrap(xml)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new OvaException(
          Fault.BAD_DESCRIPTOR, "the OVF descriptor is no readable XML: not in " + charset, e);
    }
  }

  private static Charset charset(byte[] xml) throws OvaException {
    int mark = xml.length < 2 ? 0 : (xml[0] & 0xff) << 8 | (xml[1] & 0xff);
    if (mark == 0xFEFF || mark == 0xFFFE) {
      return StandardCharsets.UTF_16;
    }
    String head =
        new String(xml, 0, Math.min(xml.length, DECLARATION), StandardCharsets.ISO_8859_1);
    Matcher declared = ENCODING.matcher(head);
    if (!declared.find()) {
      return StandardCharsets.UTF_8;
    }
    try {
      return Charset.forName(declared.group(1));
    } catch (IllegalArgumentException e) {
      throw new OvaException(
          Fault.BAD_DESCRIPTOR,
          "the OVF descriptor is no readable XML: unknown encoding " + declared.group(1),
          e);
    }
  }
}
