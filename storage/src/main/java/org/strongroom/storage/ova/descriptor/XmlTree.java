package org.strongroom.storage.ova.descriptor;

import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.strongroom.storage.ova.archive.MemberName;
import org.strongroom.storage.ova.archive.OvaException;
import org.strongroom.storage.ova.archive.OvaException.Fault;

/**
 * Reads XML from a stranger: no document type, so no entities of its own and nothing fetched from
 * outside; and bounds on depth and on the number of elements and attributes, so that a small text
 * can not become a large tree.
 */
final class XmlTree {
  private static final int MOST_ELEMENTS = 20_000;
  private static final int MOST_ATTRIBUTES = 100;
  private static final int DEEPEST = 50;

  private XmlTree() {}

  /**
   * @throws OvaException BAD_DESCRIPTOR, or TOO_LARGE beyond the bounds
   */
  static XmlElement parse(byte[] xml) throws OvaException {
    try {
      XMLStreamReader reader =
          factory().createXMLStreamReader(new StringReader(XmlText.decode(xml)));
      try {
        return read(reader);
      } finally {
        reader.close();
      }
    } catch (XMLStreamException e) {
      throw new OvaException(
          Fault.BAD_DESCRIPTOR, "the OVF descriptor is no readable XML: " + firstLine(e), e);
    }
  }

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, false);
    factory.setProperty("jdk.xml.elementAttributeLimit", String.valueOf(MOST_ATTRIBUTES));
    factory.setProperty("jdk.xml.maxElementDepth", String.valueOf(DEEPEST));
    return factory;
  }

  private static XmlElement read(XMLStreamReader reader) throws XMLStreamException, OvaException {
    Deque<XmlElement> open = new ArrayDeque<>();
    int elements = 0;
    while (reader.hasNext()) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          if (++elements > MOST_ELEMENTS || open.size() == DEEPEST) {
            throw new OvaException(
                Fault.TOO_LARGE,
                "the OVF descriptor has more than %d elements, or more than %d in one another"
                    .formatted(MOST_ELEMENTS, DEEPEST));
          }
          var element = new XmlElement(reader.getLocalName(), attributes(reader));
          if (!open.isEmpty()) {
            open.getLast().add(element);
          }
          open.add(element);
        }
        case XMLStreamConstants.END_ELEMENT -> {
          XmlElement ended = open.removeLast();
          if (open.isEmpty()) {
            return ended;
          }
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
          if (!open.isEmpty()) {
            open.getLast().add(reader.getText());
          }
        }
        case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
            throw new OvaException(
                Fault.BAD_DESCRIPTOR,
                "the OVF descriptor declares a document type or entities; these are not read");
        default -> {
          // Comments, blanks and processing instructions tell nothing.
        }
      }
    }
    throw new OvaException(Fault.BAD_DESCRIPTOR, "the OVF descriptor is empty");
  }

  /** By local name; of two that differ only in their prefix the first counts. */
  private static Map<String, String> attributes(XMLStreamReader reader) {
    Map<String, String> attributes = new LinkedHashMap<>();
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      attributes.putIfAbsent(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
    }
    return attributes;
  }

  private static String firstLine(XMLStreamException e) {
    String message = String.valueOf(e.getMessage());
    String line =
        message.lines().filter(text -> text.startsWith("Message: ")).findFirst().orElse(message);
    return MemberName.shown(line.replace("Message: ", ""))
        + " in line "
        + e.getLocation().getLineNumber();
  }
}
