package org.strongroom.storage.format.vmdk;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.strongroom.storage.format.ImageFormatException;
import org.strongroom.storage.format.ImageHeader;

/**
 * The text inside a sparse VMDK, or beside its parts. What counts inside is that the disk is whole
 * in this one file: one sparse extent, named without a directory, and no parent. Programs read
 * these lines in ways of their own, some by searching for a word wherever it stands, so whatever is
 * not understood is refused.
 */
final class VmdkDescriptor {
  private static final Set<String> ONE_FILE = Set.of("monolithicsparse", "streamoptimized");
  private static final Set<String> SEVERAL_FILES =
      Set.of("twogbmaxextentsparse", "twogbmaxextentflat", "monolithicflat");
  private static final int MOST_EXTENTS = 32_768;
  private static final int SECTOR = 512;
  private static final Pattern PART =
      Pattern.compile(
          "(?:RW|RDONLY)[ \t]+(\\d{1,12})[ \t]+(?:(ZERO)|(SPARSE|FLAT)[ \t]+\"([^\"]+)\"(?:[ \t]+(\\d{1,12}))?)",
          Pattern.CASE_INSENSITIVE);
  private static final Set<String> HARMLESS =
      Set.of("version", "encoding", "cid", "parentcid", "isnativesnapshot", "createtype");
  private static final Pattern EXTENT =
      Pattern.compile(
          "(?:RW|RDONLY|NOACCESS)[ \t]+\\d+[ \t]+(\\w+)[ \t]+\"([^\"]*)\"(?:[ \t]+0)?",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern LIKE_EXTENT =
      Pattern.compile("\\b(?:RW|RDONLY|NOACCESS)\\b", Pattern.CASE_INSENSITIVE);
  private static final Pattern SETTING =
      Pattern.compile("([\\w.]+)[ \t]*=[ \t]*(?:\"([^\"]*)\"|([^\" \t]*))");
  private static final Pattern IN_COMMENT =
      Pattern.compile(
          "(?:createType|CID|parentFileNameHint|version)[ \t]*=", Pattern.CASE_INSENSITIVE);
  private static final Pattern LEADS_TO_PARENT =
      Pattern.compile("parentFileNameHint|nativeParent", Pattern.CASE_INSENSITIVE);
  private static final Pattern TITLE =
      Pattern.compile("#[ \t]*Disk[ \t]*DescriptorFile.*", Pattern.CASE_INSENSITIVE);
  private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f]");

  /** Hexadecimal digits of the number that changes with the disk's content. */
  private static final int LONGEST_CID = 8;

  private final Set<String> seen = new HashSet<>();
  private final boolean several;
  private final List<VmdkExtent> parts = new ArrayList<>();
  private int extents;

  /**
   * @param several whether the data lie in files beside it
   */
  private VmdkDescriptor(boolean several) {
    this.several = several;
  }

  /**
   * The extents of a disk whose data lie in files beside its descriptor.
   *
   * @param text the whole descriptor
   */
  static List<VmdkExtent> extents(String text) throws ImageFormatException {
    var descriptor = new VmdkDescriptor(true);
    descriptor.checkText(text.replaceFirst("\0+$", ""));
    return List.copyOf(descriptor.parts);
  }

  /**
   * Checks a descriptor.
   *
   * @param region all bytes that the header sets aside for it: the text and zeros
   */
  static void check(String region) throws ImageFormatException {
    int end = region.indexOf('\0');
    if (end < 0) {
      throw VmdkHeaderReader.refused("its descriptor has no end");
    }
    String text = region.substring(0, end);
    if (text.isBlank()) {
      throw VmdkHeaderReader.onePart();
    }
    new VmdkDescriptor(false).checkText(text);
    if (!isNothing(region.substring(end), text)) {
      throw VmdkHeaderReader.refused("its descriptor goes on after its end");
    }
  }

  /**
   * Whether no text lies behind the end. Qemu writes a shorter CID over a longer one, and leaves
   * the last few characters of the earlier text behind the new end.
   */
  private static boolean isNothing(String behind, String text) {
    int length = behind.length();
    while (length > 0 && behind.charAt(length - 1) == '\0') {
      length--;
    }
    return length <= LONGEST_CID && text.endsWith(behind.substring(0, length).replace("\0", ""));
  }

  private void checkText(String text) throws ImageFormatException {
    if (CONTROL.matcher(text).find()) {
      throw VmdkHeaderReader.refused("its descriptor is no text");
    }
    if (LEADS_TO_PARENT.matcher(text).find()) {
      throw needsParent();
    }
    for (String line : text.lines().toList()) {
      checkLine(trimmed(line));
    }
    int most = several ? MOST_EXTENTS : 1;
    if (!seen.contains("createtype") || extents < 1 || extents > most) {
      throw VmdkHeaderReader.refused(
          "its descriptor names %d extents; a disk in one file has one".formatted(extents));
    }
  }

  private static String trimmed(String line) {
    return line.replaceAll("^[ \t]+|[ \t]+$", "");
  }

  private void checkLine(String line) throws ImageFormatException {
    if (line.startsWith("#")) {
      checkComment(line);
    } else if (LIKE_EXTENT.matcher(line).lookingAt()) {
      Matcher extent = (several ? PART : EXTENT).matcher(line);
      if (!extent.matches()) {
        throw notUnderstood(line);
      }
      extents++;
      if (several) {
        addPart(extent, line);
      } else {
        checkExtent(extent.group(1), extent.group(2));
      }
    } else if (!line.isEmpty()) {
      Matcher setting = SETTING.matcher(line);
      if (!setting.matches()) {
        throw notUnderstood(line);
      }
      String value = setting.group(2) == null ? setting.group(3) : setting.group(2);
      checkSetting(setting.group(1).toLowerCase(Locale.ROOT), trimmed(value), line);
    }
  }

  private void checkComment(String line) throws ImageFormatException {
    boolean second = TITLE.matcher(line).matches() && !seen.add("# Disk DescriptorFile");
    if (second
        || IN_COMMENT.matcher(line).find()
        || EXTENT.matcher(line.replaceFirst("^[# \t]+", "")).matches()) {
      throw notUnderstood(line);
    }
  }

  private void addPart(Matcher extent, String line) throws ImageFormatException {
    long bytes = Long.parseLong(extent.group(1)) * SECTOR;
    long offset = extent.group(5) == null ? 0 : Long.parseLong(extent.group(5)) * SECTOR;
    String file = extent.group(4) == null ? "" : extent.group(4);
    VmdkExtent.Kind kind =
        extent.group(2) != null
            ? VmdkExtent.Kind.ZERO
            : VmdkExtent.Kind.valueOf(extent.group(3).toUpperCase(Locale.ROOT));
    boolean absurd = bytes == 0 || bytes > ImageHeader.MAX_VIRTUAL_SIZE;
    if (absurd || (kind == VmdkExtent.Kind.SPARSE && offset != 0)) {
      throw notUnderstood(line);
    }
    if (file.contains("/") || file.contains("\\")) {
      throw VmdkHeaderReader.refused(
          "its descriptor leads to another place ('%s')".formatted(printable(file)));
    }
    parts.add(new VmdkExtent(kind, bytes, file, offset));
  }

  private static void checkExtent(String type, String file) throws ImageFormatException {
    if (!type.equalsIgnoreCase("SPARSE") || file.contains("/") || file.contains("\\")) {
      throw VmdkHeaderReader.refused(
          "its descriptor leads to another file ('%s', %s); convert it to one file with 'qemu-img convert -O qcow2'"
              .formatted(printable(file), printable(type)));
    }
  }

  private void checkSetting(String name, String value, String line) throws ImageFormatException {
    if (!HARMLESS.contains(name) && !name.startsWith("ddb.")) {
      throw notUnderstood(line);
    }
    if (!name.startsWith("ddb.") && !seen.add(name)) {
      throw VmdkHeaderReader.refused("its descriptor says '%s' twice".formatted(printable(name)));
    }
    switch (name) {
      case "createtype" -> {
        if (!(several ? SEVERAL_FILES : ONE_FILE).contains(value.toLowerCase(Locale.ROOT))) {
          throw several
              ? notUnderstood(line)
              : VmdkHeaderReader.refused(
                  "its type '%s' spreads over several files; convert it with 'qemu-img convert -O qcow2'"
                      .formatted(printable(value)));
        }
      }
      case "parentcid" -> {
        if (!value.equalsIgnoreCase("ffffffff")) {
          throw needsParent();
        }
      }
      default -> {}
    }
  }

  private static ImageFormatException notUnderstood(String line) {
    return VmdkHeaderReader.refused(
        "its descriptor says '%s', which is not understood; convert it with 'qemu-img convert -O qcow2'"
            .formatted(printable(line)));
  }

  private static ImageFormatException needsParent() {
    return VmdkHeaderReader.refused(
        "it needs a parent disk, which would not come with it; flatten it with 'qemu-img convert -O"
            + " qcow2'");
  }

  private static String printable(String text) {
    String safe = text.replaceAll("[^ -~]", "?");
    return safe.length() > 80 ? safe.substring(0, 80) + "…" : safe;
  }
}
