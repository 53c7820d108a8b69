package org.strongroom.storage.ova;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.strongroom.storage.ByteSource;
import org.strongroom.storage.ova.archive.Ending;
import org.strongroom.storage.ova.archive.GzipSource;
import org.strongroom.storage.ova.archive.OvaException;
import org.strongroom.storage.ova.archive.OvaException.Fault;
import org.strongroom.storage.ova.archive.OvaLimits;
import org.strongroom.storage.ova.archive.SeekingTape;
import org.strongroom.storage.ova.archive.StreamTape;
import org.strongroom.storage.ova.archive.TarReader;
import org.strongroom.storage.transfer.DigestMismatchException;

/**
 * Looks through an OVA without reading its disks: whatever is wrong with its structure is found
 * before a byte of them has been copied. Of a plain archive only headers and the small texts are
 * read; a gzipped one has to be expanded, in constant memory.
 */
public final class OvaInspector {
  private final OvaLimits limits;

  public OvaInspector(OvaLimits limits) {
    this.limits = limits;
  }

  /** Whether an archive is gzipped, and so can be read in order only. */
  public static boolean isGzip(ByteSource archive) throws IOException {
    ByteBuffer head = ByteBuffer.allocate(2);
    while (head.hasRemaining() && archive.read(head.position(), head) >= 0) {
      // Short reads are allowed.
    }
    return !head.hasRemaining() && GzipSource.isGzip(head.array());
  }

  /**
   * Goes from header to header of a plain archive.
   *
   * @param archive stays open
   * @throws OvaException if it is broken or hostile
   * @throws DigestMismatchException if the descriptor is not the one of the manifest
   */
  public OvaContents inspect(ByteSource archive) throws IOException {
    return inspect(new TarReader(new SeekingTape(archive), limits));
  }

  /**
   * Reads an archive, gzipped or not, to its end.
   *
   * @param archive stays open
   * @throws OvaException if it is broken or hostile
   * @throws DigestMismatchException if the descriptor is not the one of the manifest
   */
  public OvaContents inspect(InputStream archive) throws IOException {
    InputStream expanded = GzipSource.expanded(archive, limits);
    OvaContents contents = inspect(new TarReader(new StreamTape(expanded), limits));
    if (contents.isSplit()) {
      throw new OvaException(
          Fault.UNSUPPORTED,
          "a disk of it lies in several files, which can not be read from a compressed archive;"
              + " expand it with gunzip");
    }
    Ending.check(expanded);
    return contents;
  }

  private OvaContents inspect(TarReader tar) throws IOException {
    var parts = new OvaParts(limits);
    for (var member = tar.next(); member.isPresent(); member = tar.next()) {
      if (parts.accept(member.get(), tar)) {
        parts.look(member.get(), tar);
      }
    }
    OvaContents contents = new OvaAssembly(parts).contents();
    parts.verifyDescriptor();
    return contents;
  }
}
