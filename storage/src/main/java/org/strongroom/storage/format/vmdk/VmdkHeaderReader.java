package org.strongroom.storage.format.vmdk;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.strongroom.storage.format.HeaderBytes;
import org.strongroom.storage.format.ImageFormat;
import org.strongroom.storage.format.ImageFormatException;
import org.strongroom.storage.format.ImageHeader;

/**
 * Reads the header of a sparse VMDK (VMware, Virtual Disk Format 5.0) and refuses descriptors that
 * lead to other files.
 */
public final class VmdkHeaderReader {
  private static final int SECTOR = 512;
  private static final int HEADER_BYTES = 79;
  private static final long MAX_GRAIN_SECTORS = 1 << 16;
  private static final int MAX_PACKED_SECTORS = 4096;
  private static final long MAX_DIRECTORY_ENTRIES = 8 << 20;
  private static final long AT_END = -1;
  private static final long ZERO_GRAINS = 1 << 2;
  private static final long MARKERS = 1 << 17;
  private static final int MOST_OF_DESCRIPTOR = 4096;
  private static final Pattern DESCRIPTOR =
      Pattern.compile(
          "(?:[ \t]*+(?:#[^\n]*+)?\r?\n)*+[ \t]*+version[ \t]*+=|#[ \t]*+Disk[ \t]*+DescriptorFile",
          Pattern.CASE_INSENSITIVE);

  /** The number 0xcafebabe in 8 bytes, the last one first. */
  private static final String SE_SPARSE = "\u00be\u00ba\u00fe\u00ca\0\0\0\0";

  private static final Pattern CREATE_TYPE =
      Pattern.compile("createType[ \t]*=[ \t]*\"?(\\w{1,40})", Pattern.CASE_INSENSITIVE);
  private static final String TO_ONE_FILE =
      "convert it to one file with 'qemu-img convert -O qcow2'";

  private VmdkHeaderReader() {}

  /** Whether these are the first bytes of a VMDK, or of its descriptor alone. */
  public static boolean matches(HeaderBytes bytes) {
    return bytes.startsWith(0, "KDMV")
        || bytes.startsWith(0, "COWD")
        || bytes.startsWith(0, SE_SPARSE)
        || isDescriptor(bytes);
  }

  /** As QEMU tells one: comments and blank lines, then the version. */
  private static boolean isDescriptor(HeaderBytes bytes) {
    String head = bytes.ascii(0, Math.min(bytes.length(), MOST_OF_DESCRIPTOR));
    return DESCRIPTOR.matcher(head).lookingAt();
  }

  /**
   * Reads the header and the descriptor.
   *
   * @throws ImageFormatException if such an image must not be stored
   */
  public static ImageHeader header(HeaderBytes bytes) throws ImageFormatException {
    return read(bytes);
  }

  static VmdkHeader read(HeaderBytes bytes) throws ImageFormatException {
    if (bytes.startsWith(0, SE_SPARSE)) {
      throw refused(
          "it is a seSparse part of a disk of an ESX datastore; export the disk, or convert the"
              + " whole, by its descriptor, with 'qemu-img convert -O qcow2'");
    }
    if (bytes.startsWith(0, "COWD")) {
      throw refused(
          "it is a vmfsSparse part of a disk of an ESX datastore; export the disk, or convert the"
              + " whole, by its descriptor, with 'qemu-img convert -O qcow2'");
    }
    if (!bytes.startsWith(0, "KDMV")) {
      throw onlyDescriptor(bytes);
    }
    VmdkHeader header = readSparse(bytes);
    checkDescriptor(bytes);
    return header;
  }

  /** The header or footer of a sparse file, whatever the descriptor says. */
  static VmdkHeader readSparse(HeaderBytes bytes) throws ImageFormatException {
    bytes.require(HEADER_BYTES, "vmdk");
    long version = bytes.littleIntAt(4);
    if (version < 1 || version > 3) {
      throw refused("its version is %d, only 1 to 3 are known".formatted(version));
    }
    long capacity = sectors(bytes, 12, "capacity");
    if (capacity == 0) {
      throw refused("its capacity is 0, so its descriptor alone would tell where the data lie");
    }
    long grain = bytes.littleLongAt(20);
    if (grain < 8 || grain > MAX_GRAIN_SECTORS || Long.bitCount(grain) != 1) {
      throw refused(
          "grains of %s sectors are absurd; they have 8 to %d, a power of two"
              .formatted(Long.toUnsignedString(grain), MAX_GRAIN_SECTORS));
    }
    long perTable = bytes.littleIntAt(44);
    if (perTable < 1 || perTable > 512) {
      throw refused("grain tables of %d entries are absurd; they have 512".formatted(perTable));
    }
    if (Math.ceilDiv(capacity, grain * perTable) > MAX_DIRECTORY_ENTRIES) {
      throw refused("its grain directory is too large");
    }
    int compression = bytes.littleShortAt(77);
    if (compression > 1 || (compression == 1 && grain > MAX_PACKED_SECTORS)) {
      throw refused(
          "its compression %d of grains of %d sectors is unknown".formatted(compression, grain));
    }
    long flags = bytes.littleIntAt(8);
    return new VmdkHeader(
        capacity * SECTOR,
        (int) grain * SECTOR,
        (int) perTable,
        directory(bytes),
        compression == 1,
        (flags & MARKERS) != 0,
        (flags & ZERO_GRAINS) != 0,
        sectors(bytes, 64, "overhead") * SECTOR);
  }

  private static long directory(HeaderBytes bytes) throws ImageFormatException {
    if (bytes.littleLongAt(56) == AT_END) {
      return -1;
    }
    long offset = sectors(bytes, 56, "grain directory") * SECTOR;
    if (offset == 0) {
      throw refused("its grain directory lies over the header");
    }
    return offset;
  }

  private static long sectors(HeaderBytes bytes, int at, String what) throws ImageFormatException {
    long sectors = bytes.littleLongAt(at);
    if (sectors < 0 || sectors > ImageHeader.MAX_VIRTUAL_SIZE / SECTOR) {
      throw refused(
          "its %s of %s sectors is absurd; the most is 64 TiB"
              .formatted(what, Long.toUnsignedString(sectors)));
    }
    return sectors;
  }

  private static void checkDescriptor(HeaderBytes bytes) throws ImageFormatException {
    long offset = bytes.littleLongAt(28);
    long size = bytes.littleLongAt(36);
    if (offset == 0 || size == 0) {
      throw onePart();
    }
    long most = ImageHeader.HEAD_BYTES / SECTOR;
    if (offset < 1 || size < 1 || offset > most || size > most - offset) {
      throw refused(
          "its descriptor is not in the first %d KiB".formatted(ImageHeader.HEAD_BYTES / 1024));
    }
    if (offset != 1) {
      throw refused(
          "its descriptor does not follow the header, where other programs would read another");
    }
    bytes.require((int) (offset + size) * SECTOR, "vmdk");
    VmdkDescriptor.check(bytes.ascii((int) offset * SECTOR, (int) size * SECTOR));
  }

  static ImageFormatException onePart() {
    return refused(
        "it has no descriptor, so it is one part of a disk in several files; convert the whole, by"
            + " its descriptor, with 'qemu-img convert -O qcow2'");
  }

  /** What the descriptor says of where the data lie; qemu reads all but those of devices. */
  private static ImageFormatException onlyDescriptor(HeaderBytes bytes) {
    String head = bytes.ascii(0, Math.min(bytes.length(), MOST_OF_DESCRIPTOR));
    Matcher type = CREATE_TYPE.matcher(head);
    if (!type.find()) {
      return refused("it is only a descriptor, its data lie in other files; " + TO_ONE_FILE);
    }
    String name = type.group(1);
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.contains("device")) {
      return refused(
          "it is only a descriptor (%s), its data lie on a device of its host; copy it there to a disk of one file, as with 'vmkfstools -i'"
              .formatted(name));
    }
    boolean datastore = lower.startsWith("vmfs") || lower.startsWith("sesparse");
    return refused(
        "it is only a descriptor (%s), its data lie in other files%s; %s"
            .formatted(name, datastore ? " of an ESX datastore" : "", TO_ONE_FILE));
  }

  static ImageFormatException refused(String what) {
    return ImageFormatException.refused(ImageFormat.VMDK, what);
  }
}
