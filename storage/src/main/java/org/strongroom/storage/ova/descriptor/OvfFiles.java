package org.strongroom.storage.ova.descriptor;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.strongroom.storage.ova.archive.MemberName;
import org.strongroom.storage.ova.archive.OvaException;
import org.strongroom.storage.ova.archive.OvaException.Fault;

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
    if (href.contains("://")) {
      throw new OvaException(
          Fault.UNSUPPORTED, "file %s lies outside of the package".formatted(shown));
    }
    return new OvfFile(
        id, href, size(file.attribute("size"), shown), chunkSize(file, shown), compression(file));
  }

  private static OptionalLong chunkSize(XmlElement file, String shown) throws OvaException {
    Optional<String> text = file.attribute("chunkSize");
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    if (!text.get().matches("0*[1-9]\\d{0,17}")) {
      throw bad("the chunk size of file %s is no size".formatted(shown));
    }
    return OptionalLong.of(Long.parseLong(text.get()));
  }

  private static Optional<Compression> compression(XmlElement file) throws OvaException {
    Optional<String> how = file.attribute("compression").filter(text -> !text.equals("identity"));
    Optional<Compression> known = how.flatMap(Compression::named);
    if (how.isPresent() && known.isEmpty()) {
      throw new OvaException(
          Fault.UNSUPPORTED,
          "file %s is compressed by %s; expand it and pack it again"
              .formatted(
                  MemberName.shown(file.attribute("href").orElse("")),
                  MemberName.shown(how.get())));
    }
    return known;
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
