package org.strongroom.storage.format;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text inside a sparse VMDK. What counts is that the disk is whole in this one file: one sparse
 * extent, named without a directory, and no parent.
 */
final class VmdkDescriptor {
  private static final Set<String> ONE_FILE = Set.of("monolithicsparse", "streamoptimized");
  private static final Pattern EXTENT =
      Pattern.compile("(?:RW|RDONLY|NOACCESS) +\\d+ +(\\w+)(?: +\"([^\"]*)\")?.*");
  private static final Pattern SETTING = Pattern.compile("(\\w+) *= *\"?([^\"]*)\"?");

  private VmdkDescriptor() {}

  static void check(String text) throws ImageFormatException {
    int extents = 0;
    boolean typed = false;
    int end = text.indexOf('\0');
    for (String line : (end < 0 ? text : text.substring(0, end)).lines().toList()) {
      Matcher extent = EXTENT.matcher(line.strip());
      if (extent.matches()) {
        extents++;
        checkExtent(extent.group(1), extent.group(2) == null ? "" : extent.group(2));
        continue;
      }
      Matcher setting = SETTING.matcher(line.strip());
      if (setting.matches()) {
        typed |= checkSetting(setting.group(1).toLowerCase(Locale.ROOT), setting.group(2).strip());
      }
    }
    if (!typed || extents != 1) {
      throw VmdkHeaderReader.refused(
          "its descriptor names %d extents; a disk in one file has one".formatted(extents));
    }
  }

  private static void checkExtent(String type, String file) throws ImageFormatException {
    if (!type.equals("SPARSE") || file.contains("/") || file.contains("\\")) {
      throw VmdkHeaderReader.refused(
          "its descriptor leads to another file ('%s', %s); convert it to one file with 'qemu-img convert -O qcow2'"
              .formatted(printable(file), printable(type)));
    }
  }

  /** Whether this was the setting that tells the type. */
  private static boolean checkSetting(String name, String value) throws ImageFormatException {
    switch (name) {
      case "createtype" -> {
        if (!ONE_FILE.contains(value.toLowerCase(Locale.ROOT))) {
          throw VmdkHeaderReader.refused(
              "its type '%s' spreads over several files; convert it with 'qemu-img convert -O qcow2'"
                  .formatted(printable(value)));
        }
        return true;
      }
      case "parentcid" -> {
        if (!value.equalsIgnoreCase("ffffffff")) {
          throw needsParent();
        }
      }
      case "parentfilenamehint" -> throw needsParent();
      default -> {}
    }
    return false;
  }

  private static ImageFormatException needsParent() {
    return VmdkHeaderReader.refused(
        "it needs a parent disk, which would not come with it; flatten it with 'qemu-img convert -O qcow2'");
  }

  private static String printable(String text) {
    String safe = text.replaceAll("[^ -~]", "?");
    return safe.length() > 80 ? safe.substring(0, 80) + "…" : safe;
  }
}
