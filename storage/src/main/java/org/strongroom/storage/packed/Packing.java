package org.strongroom.storage.packed;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.tukaani.xz.SingleXZInputStream;

/** A way in which an image may be packed as a whole, told by its first bytes. */
enum Packing {
  GZIP("\u001f\u008b\u0008", ".gz .tgz"),
  XZ("\u00fd7zXZ\0", ".xz"),
  ZSTD("(\u00b5/\u00fd", ".zst .zstd"),
  BZIP2("BZh", ".bz2");

  /** As many bytes as tell all of them. */
  static final int HEAD = 10;

  /** What the largest dictionary of {@code xz -9} needs, and some more; in KiB. */
  private static final int MOST_XZ_MEMORY = 100 << 10;

  /** The largest window that zstd unpacks without being asked to: 128 MiB. */
  private static final int MOST_ZSTD_WINDOW = 27;

  private static final String BZIP2_BLOCK = "1AY&SY";
  private static final String BZIP2_END = "\u0017rE8P\u0090";

  private final String magic;
  private final String endings;

  Packing(String magic, String endings) {
    this.magic = magic;
    this.endings = endings;
  }

  /** How a file is packed that begins like this. */
  static Optional<Packing> of(byte[] head) {
    return Arrays.stream(values()).filter(packing -> packing.begins(head)).findFirst();
  }

  private boolean begins(byte[] head) {
    String text = new String(head, StandardCharsets.ISO_8859_1);
    if (head.length < HEAD || !(text.startsWith(magic) || (this == ZSTD && isSkippable(head)))) {
      return false;
    }
    return this != BZIP2 || text.startsWith(BZIP2_BLOCK, 4) || text.startsWith(BZIP2_END, 4);
  }

  /** A frame for others than unpackers, which pzstd and seekable files of zstd begin with. */
  private static boolean isSkippable(byte[] head) {
    return (head[0] & 0xf0) == 0x50 && head[1] == 0x2a && head[2] == 0x4d && head[3] == 0x18;
  }

  /** Whether a file of that name says that it is packed so. */
  boolean isNamed(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return Arrays.stream(endings.split(" ")).anyMatch(lower::endsWith);
  }

  String shown() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The bytes inside; files that were packed one by one and joined count as one. */
  InputStream unpack(InputStream packed) throws IOException {
    return switch (this) {
      case GZIP -> new Members(packed, magic, Packing::gzip);
      case XZ -> new Members(packed, magic, file -> new SingleXZInputStream(file, MOST_XZ_MEMORY));
      case ZSTD -> new ZstdInputStreamNoFinalizer(packed).setLongMax(MOST_ZSTD_WINDOW);
      case BZIP2 -> new Members(packed, magic, BZip2CompressorInputStream::new);
    };
  }

  private static InputStream gzip(InputStream file) throws IOException {
    return GzipCompressorInputStream.builder()
        .setInputStream(file)
        .setDecompressConcatenated(false)
        .get();
  }
}
