package org.strongroom.storage.ova;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.strongroom.storage.ByteSource;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.StoragePath;
import org.strongroom.storage.ova.archive.FileDigest;
import org.strongroom.storage.ova.archive.MemberName;
import org.strongroom.storage.ova.archive.OvaException;
import org.strongroom.storage.ova.archive.OvaLimits;
import org.strongroom.storage.ova.archive.TarMember;
import org.strongroom.storage.transfer.VerifyingInputStream;

/**
 * An OVA on a storage, read where it lies: what is not needed is not carried over the wire, and
 * nothing is staged.
 */
public final class OvaFile {
  private final StorageDriver driver;
  private final StoragePath path;
  private final OvaLimits limits;

  public OvaFile(StorageDriver driver, StoragePath path, OvaLimits limits) {
    this.driver = driver;
    this.path = path;
    this.limits = limits;
  }

  /** Whether it is gzipped, and so can be read in order only, with {@link #stream}. */
  public boolean isGzip() throws IOException {
    try (ByteSource source = driver.open(path)) {
      return OvaInspector.isGzip(source);
    }
  }

  /**
   * Looks through it. A gzipped one is expanded to its end for that.
   *
   * @throws OvaException if it is broken or hostile
   * @throws org.strongroom.storage.transfer.DigestMismatchException if the descriptor is damaged
   * @throws org.strongroom.storage.driver.StorageException if it can not be read
   */
  public OvaContents inspect() throws IOException {
    var inspector = new OvaInspector(limits);
    try (ByteSource source = driver.open(path)) {
      if (!OvaInspector.isGzip(source)) {
        return inspector.inspect(source);
      }
    }
    try (InputStream stream = driver.read(path, 0)) {
      return inspector.inspect(stream);
    }
  }

  /** A disk of a plain archive, in one piece, for reads at any offset; nothing is verified. */
  public ByteSource openDisk(OvaDisk disk) throws IOException {
    return new SliceSource(driver.open(path), disk.file().offset(), disk.file().size());
  }

  /**
   * A disk of a plain archive from start to end, verified if a manifest names it: the last bytes
   * are given out only when the digest is right.
   *
   * @param hashing a small pool of platform threads
   */
  public InputStream readDisk(OvaDisk disk, Executor hashing) throws IOException {
    var pieces = new ArrayList<PieceStreams.Opening>();
    for (FilePiece piece : disk.pieces()) {
      pieces.add(() -> readPiece(piece, hashing));
    }
    return pieces.size() == 1 ? pieces.getFirst().open() : new PieceStreams(pieces);
  }

  private InputStream readPiece(FilePiece piece, Executor hashing) throws IOException {
    TarMember file = piece.member();
    String what = "%s in '%s'".formatted(MemberName.shown(file.name()), path);
    var bytes = new ExactStream(driver.read(path, file.offset()), what, file.size());
    Optional<FileDigest> digest = piece.digest();
    return digest.isEmpty()
        ? bytes
        : new VerifyingInputStream(
            bytes, what, file.size(), digest.get().algorithm(), digest.get().hex(), hashing);
  }

  /**
   * All of it in order, gzipped or not.
   *
   * @param hashing a small pool of platform threads
   */
  public OvaStream stream(Executor hashing) throws IOException {
    return OvaStream.open(driver.read(path, 0), limits, hashing);
  }

  /**
   * All of it in order, after {@link #inspect()}: then its parts may come in any order too.
   *
   * @param hashing a small pool of platform threads
   */
  public OvaStream stream(OvaContents inspected, Executor hashing) throws IOException {
    return OvaStream.open(driver.read(path, 0), inspected, limits, hashing);
  }
}
