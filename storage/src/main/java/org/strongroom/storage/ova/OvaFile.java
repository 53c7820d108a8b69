package org.strongroom.storage.ova;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.strongroom.storage.ByteSource;
import org.strongroom.storage.conversion.ConvertedDisk;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.StoragePath;
import org.strongroom.storage.format.Disk;
import org.strongroom.storage.format.ImageFormat;
import org.strongroom.storage.format.vmdk.VmdkExtent;
import org.strongroom.storage.format.vmdk.VmdkParts;
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
  private final Archive archive;
  private final String name;
  private final OvaLimits limits;

  /** The bytes of an archive, wherever it lies. */
  public interface Archive {
    /** For reads anywhere. */
    ByteSource open() throws IOException;

    /** For reads in order, from an offset to the end. */
    InputStream read(long offset) throws IOException;
  }

  /** One that a storage keeps. */
  public OvaFile(StorageDriver driver, StoragePath path, OvaLimits limits) {
    this(
        new Archive() {
          @Override
          public ByteSource open() throws IOException {
            return driver.open(path);
          }

          @Override
          public InputStream read(long offset) throws IOException {
            return driver.read(path, offset);
          }
        },
        path.toString(),
        limits);
  }

  /**
   * One that lies anywhere.
   *
   * @param name for messages
   */
  public OvaFile(Archive archive, String name, OvaLimits limits) {
    this.archive = archive;
    this.name = name;
    this.limits = limits;
  }

  /** Whether it is gzipped, and so can be read in order only, with {@link #stream}. */
  public boolean isGzip() throws IOException {
    try (ByteSource source = archive.open()) {
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
    try (ByteSource source = archive.open()) {
      if (!OvaInspector.isGzip(source)) {
        return inspector.inspect(source);
      }
    }
    try (InputStream stream = archive.read(0)) {
      return inspector.inspect(stream);
    }
  }

  /** A disk of a plain archive, in one piece, for reads at any offset; nothing is verified. */
  public ByteSource openDisk(OvaDisk disk) throws IOException {
    return new SliceSource(archive.open(), disk.file().offset(), disk.file().size());
  }

  /**
   * A disk of a plain archive from start to end, verified if a manifest names it: the last bytes
   * are given out only when the digest is right.
   *
   * @param hashing a small pool of platform threads
   */
  public InputStream readDisk(OvaDisk disk, Executor hashing) throws IOException {
    if (disk.isSplit()) {
      return readSplit(disk, hashing);
    }
    var pieces = new ArrayList<PieceStreams.Opening>();
    for (FilePiece piece : disk.pieces()) {
      pieces.add(() -> readPiece(piece, hashing));
    }
    return pieces.size() == 1 ? pieces.getFirst().open() : new PieceStreams(pieces);
  }

  /** Parts are proved first: put together they are read here and there. */
  private InputStream readSplit(OvaDisk disk, Executor hashing) throws IOException {
    for (FilePiece piece : disk.pieces()) {
      if (piece.digest().isPresent()) {
        try (InputStream bytes = readPiece(piece, hashing)) {
          bytes.transferTo(OutputStream.nullOutputStream());
        }
      }
    }
    ByteSource whole = archive.open();
    boolean done = false;
    try {
      Map<VmdkExtent, TarMember> members = new HashMap<>();
      disk.extents()
          .forEach(
              one -> one.piece().ifPresent(piece -> members.put(one.extent(), piece.member())));
      Disk joined =
          VmdkParts.open(
              disk.extents().stream().map(OvaExtent::extent).toList(),
              extent -> {
                TarMember member = Objects.requireNonNull(members.get(extent));
                return new SliceSource(
                    whole, member.offset() + extent.offset(), member.size() - extent.offset());
              },
              whole);
      ConvertedDisk converted = ConvertedDisk.of(joined, ImageFormat.QCOW2);
      done = true;
      return new FilterInputStream(converted.stream()) {
        @Override
        public void close() throws IOException {
          converted.close();
        }
      };
    } finally {
      if (!done) {
        whole.close();
      }
    }
  }

  private InputStream readPiece(FilePiece piece, Executor hashing) throws IOException {
    TarMember file = piece.member();
    String what = "%s in '%s'".formatted(MemberName.shown(file.name()), name);
    var bytes = new ExactStream(archive.read(file.offset()), what, file.size());
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
    return OvaStream.open(archive.read(0), limits, hashing);
  }

  /**
   * All of it in order, after {@link #inspect()}: then its parts may come in any order too.
   *
   * @param hashing a small pool of platform threads
   */
  public OvaStream stream(OvaContents inspected, Executor hashing) throws IOException {
    return OvaStream.open(archive.read(0), inspected, limits, hashing);
  }
}
