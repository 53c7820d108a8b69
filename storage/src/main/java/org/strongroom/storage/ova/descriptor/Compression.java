package org.strongroom.storage.ova.descriptor;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How a file inside of a package may be compressed; those that need much memory are left out. */
public enum Compression {
  GZIP(".gz"),
  BZIP2(".bz2");

  private final String ending;

  Compression(String ending) {
    this.ending = ending;
  }

  static Optional<Compression> named(String name) {
    return Arrays.stream(values())
        .filter(one -> one.wireName().equalsIgnoreCase(name.strip()))
        .findFirst();
  }

  /** As descriptors write it. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The name that a file has when it is expanded. */
  public String expandedName(String file) {
    return file.toLowerCase(Locale.ROOT).endsWith(ending)
        ? file.substring(0, file.length() - ending.length())
        : file;
  }
}
