package org.strongroom.storage.format;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.strongroom.storage.ByteSource;

/** Unpacks compressed clusters of a qcow2 image and keeps the last one. */
final class CompressedClusters {
  private static final int SECTOR = 512;
  private static final long NONE = 0;

  private final ByteSource file;
  private final Qcow2Header header;
  private final Inflater inflater = new Inflater(true);
  private byte[] packed = new byte[0];
  private byte[] cluster = new byte[0];
  private long present = NONE;

  CompressedClusters(ByteSource file, Qcow2Header header) {
    this.file = file;
    this.header = header;
  }

  /**
   * Copies {@code length} bytes from {@code offset} of the cluster that the second-level entry
   * names.
   */
  int read(long entry, int offset, ByteBuffer target, int length) throws IOException {
    if (entry != present) {
      present = NONE;
      unpack(entry);
      present = entry;
    }
    target.put(cluster, offset, length);
    return length;
  }

  private void unpack(long entry) throws IOException {
    if (cluster.length == 0) {
      cluster = new byte[header.clusterSize()];
      packed = new byte[2 * header.clusterSize()];
    }
    int offsetBits = 62 - (header.clusterBits() - 8);
    long offset = entry & ((1L << offsetBits) - 1);
    long sectors = ((entry & ((1L << 62) - 1)) >>> offsetBits) + 1;
    int most = (int) (sectors * SECTOR - (offset & (SECTOR - 1)));
    int length = fill(offset, most);
    if (header.zstd()) {
      unzstd(length);
    } else {
      inflate(length);
    }
  }

  /** The last sector need not be whole at the end of the file. */
  private int fill(long offset, int most) throws IOException {
    ByteBuffer target = ByteBuffer.wrap(packed, 0, most);
    while (target.hasRemaining() && file.read(offset + target.position(), target) >= 0) {
      // Short reads are allowed.
    }
    if (target.position() == 0) {
      throw Qcow2Map.damaged("a compressed cluster lies beyond the file");
    }
    return target.position();
  }

  private void inflate(int length) throws ImageFormatException {
    inflater.reset();
    inflater.setInput(packed, 0, length);
    try {
      int done = 0;
      while (done < cluster.length) {
        int count = inflater.inflate(cluster, done, cluster.length - done);
        if (count == 0) {
          throw Qcow2Map.damaged("a compressed cluster is too short");
        }
        done += count;
      }
    } catch (DataFormatException e) {
      throw new ImageFormatException(
          "the qcow2 image is damaged: a cluster can not be unpacked", e);
    }
  }

  /** In one go, so that a frame can not ask for a window larger than the cluster. */
  private void unzstd(int length) throws ImageFormatException {
    long count;
    try {
      int frame = (int) Zstd.findFrameCompressedSize(packed, 0, length);
      count = Zstd.decompressByteArray(cluster, 0, cluster.length, packed, 0, frame);
    } catch (ZstdException e) {
      throw new ImageFormatException(
          "the qcow2 image is damaged: a cluster can not be unpacked", e);
    }
    if (count != cluster.length) {
      throw Qcow2Map.damaged("a compressed cluster is too short");
    }
  }

  void close() {
    inflater.end();
  }
}
