package org.strongroom.storage.ova;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.strongroom.storage.ova.OvaException.Fault;

/** The References section of a descriptor. */
final class OvfFiles {
  private OvfFiles() {}

  static List<OvfFile> read(XmlElement envelope) throws OvaException {
    List<OvfFile> files = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (XmlElement references : envelope.children("References")) {
      for (XmlElement file : references.children("File")) {
        OvfFile read = file(file);
        if (!ids.add(read.id())) {
          throw bad("two files have the id " + MemberName.shown(read.id()));
        }
        files.add(read);
      }
    }
    return files;
  }

  private static OvfFile file(XmlElement file) throws OvaException {
    String id = file.attribute("id").orElseThrow(() -> bad("a file has no id"));
    String href =
        file.attribute("href")
            .orElseThrow(() -> bad("file %s has no href".formatted(MemberName.shown(id))));
    String shown = MemberName.shown(href);
    if (file.attribute("compression").filter(how -> !how.equals("identity")).isPresent()) {
      throw new OvaException(
          Fault.UNSUPPORTED,
          "file %s is compressed inside of the package; expand it and pack it again"
              .formatted(shown));
    }
    if (file.attribute("chunkSize").isPresent()) {
      throw new OvaException(
          Fault.UNSUPPORTED,
          "file %s is split into chunks; join them and pack it again".formatted(shown));
    }
    if (href.contains("://")) {
      throw new OvaException(
          Fault.UNSUPPORTED, "file %s lies outside of the package".formatted(shown));
    }
    return new OvfFile(id, href, size(file.attribute("size"), shown));
  }

  private static OptionalLong size(Optional<String> size, String shown) throws OvaException {
    if (size.isEmpty()) {
      return OptionalLong.empty();
    }
    if (!size.get().matches("\\d{1,18}")) {
      throw bad("the size of file %s is no number".formatted(shown));
    }
    return OptionalLong.of(Long.parseLong(size.get()));
  }

  private static OvaException bad(String what) {
    return new OvaException(Fault.BAD_DESCRIPTOR, "the OVF descriptor is wrong: " + what);
  }
}
