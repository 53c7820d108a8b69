package org.strongroom.storage.ova.archive;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.strongroom.storage.ova.archive.OvaException.Fault;

/** What the headers before a member say about it, over what its own header can hold. */
final class ExtendedHeader {
  private @Nullable String name;
  private @Nullable String size;
  private boolean present;

  boolean isPresent() {
    return present;
  }

  void pax(Map<String, String> records) throws OvaException {
    checkSparse(records);
    present = true;
    name = records.getOrDefault("path", name);
    size = records.getOrDefault("size", size);
  }

  /** GNU tar's own way for a name over 100 bytes. */
  void longName(String longName) {
    present = true;
    name = longName;
  }

  /** A header for all members may tell times and owners, but hardly one name for all. */
  static void checkGlobal(Map<String, String> records) throws OvaException {
    checkSparse(records);
    if (records.containsKey("path") || records.containsKey("size")) {
      throw new OvaException(
          Fault.NOT_A_TAR, "a global pax header gives one name or size to all members");
    }
  }

  private static void checkSparse(Map<String, String> records) throws OvaException {
    if (records.keySet().stream().anyMatch(key -> key.startsWith("GNU.sparse."))) {
      throw new OvaException(
          Fault.UNSUPPORTED, "a member is stored sparse; pack it without --sparse");
    }
  }

  String name(TarHeader header) {
    return name == null ? header.name() : name;
  }

  long size(TarHeader header) throws OvaException {
    if (size == null) {
      return header.size();
    }
    if (!size.matches("[0-9]{1,18}")) {
      throw new OvaException(Fault.NOT_A_TAR, "a pax header tells a size that is no number");
    }
    return Long.parseLong(size);
  }
}
