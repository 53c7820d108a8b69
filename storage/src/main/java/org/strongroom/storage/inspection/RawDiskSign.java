package org.strongroom.storage.inspection;

import java.util.List;
import org.strongroom.storage.format.HeaderBytes;
import org.strongroom.storage.format.ImageFormatException;

/**
 * What the first bytes of a raw disk say it is: a table of partitions, a boot sector, a file
 * system, or a volume of something that spans disks. Offsets and magics are those that libblkid
 * looks for.
 */
record RawDiskSign(String name, int offset, String magic) {
  private static final int TABLE = 512;
  private static final int LARGE_TABLE = 4096;

  private static final List<RawDiskSign> KNOWN =
      List.of(
          // FAT, NTFS, exFAT and BitLocker have it as well
          new RawDiskSign("a boot sector or MBR", 510, "U\u00aa"),
          new RawDiskSign("a GPT", TABLE, "EFI PART"),
          new RawDiskSign("a GPT", LARGE_TABLE, "EFI PART"),
          new RawDiskSign("ext2, ext3 or ext4", 1080, "S\u00ef"),
          new RawDiskSign("XFS", 0, "XFSB"),
          new RawDiskSign("btrfs", 65_600, "_BHRfS_M"),
          new RawDiskSign("LUKS", 0, "LUKS\u00ba\u00be"),
          new RawDiskSign("swap space", 4086, "SWAPSPACE2"),
          new RawDiskSign("swap space", 4086, "SWAP-SPACE"),
          new RawDiskSign("swap space", 65_526, "SWAPSPACE2"),
          new RawDiskSign("a volume of LVM", 0, "LABELONE"),
          new RawDiskSign("a volume of LVM", 512, "LABELONE"),
          new RawDiskSign("a volume of LVM", 1024, "LABELONE"),
          new RawDiskSign("a volume of LVM", 1536, "LABELONE"),
          new RawDiskSign("a member of Linux RAID", 0, "\u00fcN+\u00a9"),
          new RawDiskSign("a member of Linux RAID", 4096, "\u00fcN+\u00a9"),
          new RawDiskSign("bcache", 4120, "\u00c6\u0085s\u00f6N\u001aE\u00ca"),
          new RawDiskSign("bcachefs", 4120, "\u00c6\u0085s\u00f6f\u00ce\u0090\u00a9"),
          new RawDiskSign("BlueStore", 0, "bluestore block device"),
          new RawDiskSign("VDO", 0, "dmvdo001"),
          new RawDiskSign("Stratis", 516, "!Stra0tis\u0086\u00ff\u0002^Arh"),
          new RawDiskSign("dm-integrity", 0, "integrt\0"),
          new RawDiskSign("dm-verity", 0, "verity\0\0"),
          new RawDiskSign("Oracle ASM", 32, "ORCLDISK"),
          new RawDiskSign("SquashFS", 0, "hsqs"),
          new RawDiskSign("SquashFS", 0, "sqsh"),
          new RawDiskSign("cramfs", 0, "E=\u00cd("),
          new RawDiskSign("romfs", 0, "-rom1fs-"),
          new RawDiskSign("EROFS", 1024, "\u00e2\u00e1\u00f5\u00e0"),
          new RawDiskSign("F2FS", 1024, "\u0010 \u00f5\u00f2"),
          new RawDiskSign("JFS", 32_768, "JFS1"),
          new RawDiskSign("ReiserFS", 65_588, "ReIsEr"),
          new RawDiskSign("NILFS2", 1030, "44"),
          new RawDiskSign("GFS2", 65_536, "\u0001\u0016\u0019p"),
          new RawDiskSign("OCFS2", 8192, "OCFSV2"),
          new RawDiskSign("ZFS", 16_384, "\u0001\u0001\0\0\0\0\0\0\0\0\0\u0001"),
          new RawDiskSign("HFS", 1024, "BD"),
          new RawDiskSign("HFS+", 1024, "H+\0\u0004"),
          new RawDiskSign("HFSX", 1024, "HX\0\u0005"),
          new RawDiskSign("APFS", 32, "NXSB"),
          new RawDiskSign("an Apple partition map", 512, "PM\0\0"),
          new RawDiskSign("ReFS", 3, "ReFS\0"),
          new RawDiskSign("UFS1", 9564, "T\u0019\u0001\u0000"),
          new RawDiskSign("UFS2", 66_908, "\u0019\u0001T\u0019"),
          new RawDiskSign("UFS2", 66_908, "\u0019T\u0001\u0019"),
          new RawDiskSign("a BSD disk label", 512, "WEV\u0082"),
          new RawDiskSign("a Sun disk label", 508, "\u00da\u00be"),
          new RawDiskSign("an SGI disk label", 0, "\u000b\u00e5\u00a9A"),
          new RawDiskSign("Minix", 1040, "\u007f\u0013"),
          new RawDiskSign("Minix", 1040, "\u008f\u0013"),
          new RawDiskSign("Minix", 1040, "h$"),
          new RawDiskSign("Minix", 1040, "x$"),
          new RawDiskSign("Minix", 1048, "ZM"),
          // what IBM's machines write: EBCDIC for IBMA, VOL1, LNX1, CMS1
          new RawDiskSign("a boot record of AIX", 0, "\u00c9\u00c2\u00d4\u00c1"),
          new RawDiskSign("a volume of AIX", 3584, "_LVM"),
          new RawDiskSign("a DASD label", 8192, "\u00e5\u00d6\u00d3\u00f1"),
          new RawDiskSign("a DASD label", 1024, "\u00d3\u00d5\u00e7\u00f1"),
          new RawDiskSign("a DASD label", 4096, "\u00c3\u00d4\u00e2\u00f1"),
          new RawDiskSign("a DASD label", 4096, "\u00d3\u00d5\u00e7\u00f1"));

  /**
   * Whether these are the first bytes of a disk, however its bytes are laid out. Zeros are: nothing
   * else begins with so many of them.
   */
  static boolean isIn(HeaderBytes head) {
    return KNOWN.stream().anyMatch(sign -> head.startsWith(sign.offset, sign.magic))
        || (head.length() >= TABLE && head.isZero());
  }

  /** The length of the disk by its GPT, which tells where its second one lies; or 0. */
  static long lengthByTable(HeaderBytes head) {
    for (int sector : List.of(TABLE, LARGE_TABLE)) {
      if (head.startsWith(sector, "EFI PART") && head.length() >= sector + 40) {
        long last = head.littleLongAt(sector + 32);
        return last < 0 || last >= Long.MAX_VALUE / sector ? Long.MAX_VALUE : (last + 1) * sector;
      }
    }
    return 0;
  }

  /** Refuses what may be anything. */
  static void require(HeaderBytes head) throws ImageFormatException {
    if (!isIn(head)) {
      throw new ImageFormatException(
          "the image is refused: its bytes, %s…, are not known to be a disk: no format, no partition table and no file system begins so; if it is a raw disk all the same, say so with format=raw"
              .formatted(firstBytes(head)));
    }
  }

  private static String firstBytes(HeaderBytes head) {
    var text = new StringBuilder();
    for (int i = 0; i < Math.min(8, head.length()); i++) {
      text.append(i == 0 ? "" : " ").append("%02x".formatted(head.unsignedByte(i)));
    }
    return text.toString();
  }
}
