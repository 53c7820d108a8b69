package org.strongroom.storage.ova.writing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Writes indented XML with prefixed names. Text may be anything; what XML can not hold is replaced.
 */
final class XmlWriter {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final XMLStreamWriter writer;
  private final Deque<String> open = new ArrayDeque<>();

  XmlWriter() throws XMLStreamException {
    writer =
        XMLOutputFactory.newDefaultFactory()
            .createXMLStreamWriter(bytes, StandardCharsets.UTF_8.name());
    writer.writeStartDocument(StandardCharsets.UTF_8.name(), "1.0");
  }

  XmlWriter start(String name) throws XMLStreamException {
    indent();
    writer.writeStartElement(name);
    open.push(name);
    return this;
  }

  XmlWriter namespace(String prefix, String uri) throws XMLStreamException {
    writer.writeAttribute(XMLConstants.XMLNS_ATTRIBUTE + ":" + prefix, uri);
    return this;
  }

  XmlWriter attribute(String name, Object value) throws XMLStreamException {
    writer.writeAttribute(name, clean(value.toString()));
    return this;
  }

  /** An element with text and nothing else. */
  XmlWriter leaf(String name, Object text) throws XMLStreamException {
    indent();
    String clean = clean(text.toString());
    if (clean.isEmpty()) {
      writer.writeEmptyElement(name);
    } else {
      writer.writeStartElement(name);
      writer.writeCharacters(clean);
      writer.writeEndElement();
    }
    return this;
  }

  XmlWriter end() throws XMLStreamException {
    open.pop();
    indent();
    writer.writeEndElement();
    return this;
  }

  byte[] finish() throws XMLStreamException {
    writer.writeEndDocument();
    writer.writeCharacters("\n");
    writer.close();
    return bytes.toByteArray();
  }

  private void indent() throws XMLStreamException {
    writer.writeCharacters("\n" + "  ".repeat(open.size()));
  }

  /** Characters outside of XML 1.0, half surrogates among them, become U+FFFD. */
  private static String clean(String text) {
    return text.codePoints()
        .map(c -> isXml(c) ? c : 0xFFFD)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static boolean isXml(int c) {
    return c == '\t'
        || c == '\n'
        || (c >= 0x20 && c <= 0xD7FF)
        || (c >= 0xE000 && c <= 0xFFFD)
        || c >= 0x10000;
  }
}
