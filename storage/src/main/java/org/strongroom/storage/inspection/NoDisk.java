package org.strongroom.storage.inspection;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.strongroom.storage.format.HeaderBytes;
import org.strongroom.storage.format.ImageFormatException;

/**
 * Files that are no disks, although nothing but their content tells. Kept as raw ones they would be
 * found out when somebody needs them.
 */
record NoDisk(String name, int offset, String magic, String advice) {
  private static final String PACKED = "unpack it first";
  private static final String OTHER = "if it is a raw disk all the same, say so with format=raw";
  private static final Pattern JSON = Pattern.compile("\\s*+(?:\\{|\\[\\s*+\\{)\\s*+[\"}]");
  private static final int TEXT = 4096;
  private static final int SECTOR = 512;

  private static final List<NoDisk> KNOWN =
      List.of(
          new NoDisk("a gzip file", 0, "\u001f\u008b\u0008", PACKED),
          new NoDisk("an xz file", 0, "\u00fd7zXZ\0", PACKED),
          new NoDisk("a zstd file", 0, "(\u00b5/\u00fd", PACKED),
          new NoDisk("a bzip2 file", 4, "1AY&SY", PACKED),
          new NoDisk("an lz4 file", 0, "\u0004\"M\u0018", PACKED),
          new NoDisk("an lzip file", 0, "LZIP\u0001", PACKED),
          new NoDisk("an lzma file", 0, "]\0\0", PACKED),
          new NoDisk("an lzop file", 0, "\u0089LZO\0\r\n\u001a\n", PACKED),
          new NoDisk("a file of compress", 0, "\u001f\u009d", PACKED),
          new NoDisk("a Partclone image", 0, "partclone-image", PACKED),
          new NoDisk("an EnCase image", 0, "EVF\t\r\n\u00ff\0", PACKED),
          new NoDisk("a zip file", 0, "PK\u0003\u0004", PACKED),
          new NoDisk("a 7z file", 0, "7z\u00bc\u00af'\u001c", PACKED),
          new NoDisk("a RAR file", 0, "Rar!\u001a\u0007", PACKED),
          new NoDisk(
              "a tar archive",
              257,
              "ustar",
              "unpack it first, or import it as an image backup if it is an OVA"),
          new NoDisk("an Android sparse image", 0, ":\u00ff&\u00ed", PACKED),
          new NoDisk("a cpio archive", 0, "07070", OTHER),
          new NoDisk("an RPM package", 0, "\u00ed\u00ab\u00ee\u00db", OTHER),
          new NoDisk("a Debian package or library", 0, "!<arch>\n", OTHER),
          new NoDisk("a PDF file", 0, "%PDF-", OTHER),
          new NoDisk("a Linux kernel", 514, "HdrS", OTHER),
          new NoDisk("a program (ELF)", 0, "\u007fELF", OTHER),
          new NoDisk("a Java class", 0, "\u00ca\u00fe\u00ba\u00be", OTHER),
          new NoDisk("a PNG picture", 0, "\u0089PNG\r\n", OTHER),
          new NoDisk("a JPEG picture", 0, "\u00ff\u00d8\u00ff", OTHER),
          new NoDisk("a GIF picture", 0, "GIF8", OTHER),
          new NoDisk("an SQLite database", 0, "SQLite format 3\0", OTHER),
          new NoDisk("a WIM archive", 0, "MSWIM\0\0\0", OTHER),
          new NoDisk("a Proxmox backup", 0, "VMA\0", OTHER));

  /**
   * Refuses them, and texts of a sector or more.
   *
   * @throws ImageFormatException that names what it is, and what to do
   */
  static void refuse(HeaderBytes bytes) throws ImageFormatException {
    for (NoDisk one : KNOWN) {
      if (bytes.startsWith(one.offset, one.magic)) {
        throw refused(one.name, one.advice);
      }
    }
    int length = Math.min(bytes.length(), TEXT);
    String head = plain(bytes.ascii(0, length));
    if (isText(head)) {
      boolean page = isPage(head);
      if (!page && length < SECTOR) {
        return; // too short to tell
      }
      String what = !page ? "text" : isJson(head) ? "JSON" : "a page of HTML or XML";
      String shown = head.strip().lines().findFirst().orElse("").replaceAll("[^ -~]", "?");
      throw refused(
          "%s: '%s'".formatted(what, shown.length() > 60 ? shown.substring(0, 60) + "…" : shown),
          "look at where it comes from; " + OTHER);
    }
  }

  private static boolean isPage(String head) {
    String start = head.stripLeading().toLowerCase(Locale.ROOT);
    return start.startsWith("<!doctype")
        || start.startsWith("<html")
        || start.startsWith("<?xml")
        || isJson(start);
  }

  private static boolean isJson(String head) {
    return JSON.matcher(head).lookingAt();
  }

  /** Without the mark of a character set, and of two bytes a character without the second. */
  private static String plain(String head) {
    if (head.startsWith("\u00ef\u00bb\u00bf")) {
      return head.substring(3);
    }
    boolean two = head.startsWith("\u00ff\u00fe") || head.startsWith("\u00fe\u00ff");
    return two ? head.substring(2).replace("\0", "") : head;
  }

  /** Lines of whatever character set, most of them in ASCII. */
  private static boolean isText(String head) {
    long ascii = head.chars().filter(c -> c < 0x80).count();
    return ascii * 2 > head.length() && head.chars().allMatch(NoDisk::mayBeText);
  }

  private static boolean mayBeText(int c) {
    return (c >= ' ' && c != 0x7f) || c == '\n' || c == '\r' || c == '\t' || c == '\f';
  }

  private static ImageFormatException refused(String what, String advice) {
    return new ImageFormatException(
        "the image is refused: it is no disk, but %s; %s".formatted(what, advice));
  }
}
