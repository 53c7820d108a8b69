package org.strongroom.storage.ova;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.strongroom.storage.driver.DigestAlgorithm;
import org.strongroom.storage.ova.archive.Ending;
import org.strongroom.storage.ova.archive.FileDigest;
import org.strongroom.storage.ova.archive.GzipSource;
import org.strongroom.storage.ova.archive.MemberName;
import org.strongroom.storage.ova.archive.MemberStream;
import org.strongroom.storage.ova.archive.OvaException;
import org.strongroom.storage.ova.archive.OvaException.Fault;
import org.strongroom.storage.ova.archive.OvaLimits;
import org.strongroom.storage.ova.archive.OvaManifest;
import org.strongroom.storage.ova.archive.StreamTape;
import org.strongroom.storage.ova.archive.TarMember;
import org.strongroom.storage.ova.archive.TarReader;
import org.strongroom.storage.ova.descriptor.OvfDescriptor;
import org.strongroom.storage.stream.BlockStream;
import org.strongroom.storage.transfer.DigestMismatchException;

/**
 * An OVA that arrives in order, gzipped or not, and is read once: from a bucket, or expanded on the
 * way. The descriptor must come before the disks, as DSP0243 has it. The manifest may come last, so
 * what was read of the disks counts only when {@link #finish()} has returned. Not thread-safe.
 */
public final class OvaStream implements Closeable {
  private final InputStream archive;
  private final InputStream expanded;
  private final TarReader tar;
  private final OvaParts parts;
  private final Executor hashing;
  private final Optional<OvaContents> known;
  private final Map<String, Map<DigestAlgorithm, String>> found = new LinkedHashMap<>();
  private @Nullable OvaAssembly assembly;
  private @Nullable TarMember waiting;
  private @Nullable DiskStream current;

  private OvaStream(
      InputStream archive,
      InputStream expanded,
      Optional<OvaContents> known,
      OvaLimits limits,
      Executor hashing) {
    this.known = known;
    this.archive = archive;
    this.expanded = expanded;
    this.tar = new TarReader(new StreamTape(expanded), limits);
    this.parts = new OvaParts(limits);
    this.hashing = hashing;
  }

  /**
   * Reads up to the first disk.
   *
   * @param archive from its start; closed with the result, or by a failure here
   * @param hashing a small pool of platform threads
   * @throws OvaException NO_DESCRIPTOR if a disk comes before the descriptor; any other fault
   */
  public static OvaStream open(InputStream archive, OvaLimits limits, Executor hashing)
      throws IOException {
    return open(archive, Optional.empty(), limits, hashing);
  }

  /**
   * Begins to read an archive that was looked through before, so that its parts may come in any
   * order.
   *
   * @param archive from its start; closed with the result, or by a failure here
   * @param known what {@link OvaInspector#inspect(InputStream)} found
   * @param hashing a small pool of platform threads
   */
  public static OvaStream open(
      InputStream archive, OvaContents known, OvaLimits limits, Executor hashing)
      throws IOException {
    return open(archive, Optional.of(known), limits, hashing);
  }

  private static OvaStream open(
      InputStream archive, Optional<OvaContents> known, OvaLimits limits, Executor hashing)
      throws IOException {
    boolean done = false;
    try {
      InputStream expanded = GzipSource.expanded(archive, limits);
      var stream = new OvaStream(archive, expanded, known, limits, hashing);
      if (known.isEmpty()) {
        stream.readHead();
      }
      done = true;
      return stream;
    } finally {
      if (!done) {
        archive.close();
      }
    }
  }

  private void readHead() throws IOException {
    for (var member = tar.next(); member.isPresent(); member = tar.next()) {
      if (parts.accept(member.get(), tar)) {
        if (parts.descriptor().isEmpty()) {
          throw new OvaException(
              Fault.NOT_IN_ORDER,
              "the descriptor does not come before %s, so this archive can not be read in one pass"
                  .formatted(MemberName.shown(member.get().name())));
        }
        waiting = member.get();
        break;
      }
    }
    assembly = new OvaAssembly(parts);
    if (!assembly.isWhole()) {
      throw new OvaException(
          Fault.NOT_IN_ORDER,
          "files are split into chunks, so this archive can not be read in one pass");
    }
    parts.verifyDescriptor();
  }

  /** What the descriptor says. Whether all that it names is there shows at the end. */
  public OvfDescriptor descriptor() {
    return known.map(OvaContents::descriptor).or(parts::descriptor).orElseThrow();
  }

  /**
   * The disks that the descriptor announces, in boot order.
   *
   * @throws IllegalStateException if the archive was looked through before: then they are known
   */
  public List<AnnouncedDisk> announced() {
    if (assembly == null) {
      throw new IllegalStateException("the archive was looked through before");
    }
    return assembly.announced();
  }

  /**
   * Goes to the next disk; what is left of the one before it is passed over.
   *
   * @throws OvaException SIZE_MISMATCH if it has not the size that the descriptor says
   */
  public Optional<OvaStreamDisk> nextDisk() throws IOException {
    endCurrent();
    for (var member = next(); member.isPresent(); member = next()) {
      Optional<OvaDisk> disk = diskOf(member.get());
      if (disk.isPresent()) {
        var bytes = new DiskStream(disk.get());
        current = bytes;
        return Optional.of(new OvaStreamDisk(disk.get(), bytes));
      }
    }
    return Optional.empty();
  }

  private Optional<OvaDisk> diskOf(TarMember member) throws OvaException {
    return known.isPresent()
        ? known.get().disks().stream()
            .filter(disk -> disk.pieces().getFirst().member().equals(member))
            .findFirst()
        : Objects.requireNonNull(assembly).diskOf(member);
  }

  /** The next payload. */
  private Optional<TarMember> next() throws IOException {
    TarMember first = waiting;
    waiting = null;
    if (first != null) {
      return Optional.of(first);
    }
    for (var member = tar.next(); member.isPresent(); member = tar.next()) {
      if (parts.accept(member.get(), tar)) {
        return member;
      }
    }
    return Optional.empty();
  }

  /** While no manifest has come, any of them may be asked for. */
  private Set<DigestAlgorithm> algorithms(FilePiece piece) {
    if (known.isEmpty() && parts.manifest().isEmpty()) {
      return EnumSet.copyOf(OvaManifest.ALGORITHMS.values());
    }
    return piece
        .digest()
        .map(digest -> EnumSet.of(digest.algorithm()))
        .orElse(EnumSet.noneOf(DigestAlgorithm.class));
  }

  private void endCurrent() throws IOException {
    if (current != null) {
      current.finish();
      current = null;
    }
  }

  /** The bytes of a disk, whose file may come in several members that follow each other. */
  private final class DiskStream extends BlockStream {
    private final List<FilePiece> pieces;
    private int number;
    private MemberStream piece;

    DiskStream(OvaDisk disk) {
      pieces = disk.pieces();
      piece = opened();
    }

    private MemberStream opened() {
      return new MemberStream(tar, algorithms(pieces.get(number)), hashing);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int count = number < pieces.size() ? piece.read(target, offset, length) : -1;
      while (count < 0 && next()) {
        count = piece.read(target, offset, length);
      }
      return count;
    }

    /** Goes to the next piece; false at the end. */
    private boolean next() throws IOException {
      if (number >= pieces.size()) {
        return false;
      }
      found.put(pieces.get(number).member().name(), piece.finish());
      number++;
      if (number == pieces.size()) {
        return false;
      }
      TarMember expected = pieces.get(number).member();
      if (!OvaStream.this.next().equals(Optional.of(expected))) {
        throw new OvaException(
            Fault.UNSUPPORTED,
            "chunk %s does not follow the one before it; pack them in their order"
                .formatted(MemberName.shown(expected.name())));
      }
      piece = opened();
      return true;
    }

    void finish() throws IOException {
      while (next()) {
        // what its reader has left is read for the digests alone
      }
    }
  }

  /**
   * Reads the archive to its end and verifies all disks that were asked for.
   *
   * @throws OvaException if a file is missing, or the archive is broken
   * @throws DigestMismatchException if a disk or the descriptor is not the one of the manifest
   */
  public OvaContents finish() throws IOException {
    endCurrent();
    while (next().isPresent()) {
      // Headers are checked, bytes are not needed.
    }
    Ending.check(expanded);
    OvaContents contents = new OvaAssembly(parts).contents();
    parts.verifyDescriptor();
    if (known.isPresent() && !known.get().equals(contents)) {
      throw new OvaException(
          Fault.NOT_A_TAR, "the archive has changed since it was looked through");
    }
    for (var file : found.entrySet()) {
      verify(file.getKey(), file.getValue());
    }
    return contents;
  }

  private void verify(String name, Map<DigestAlgorithm, String> digests)
      throws DigestMismatchException {
    Optional<FileDigest> expected = parts.digest(name);
    if (expected.isPresent()) {
      String has = digests.getOrDefault(expected.get().algorithm(), "none");
      if (!has.equals(expected.get().hex())) {
        throw new DigestMismatchException(
            MemberName.shown(name), expected.get().algorithm(), expected.get().hex(), has);
      }
    }
  }

  @Override
  public void close() throws IOException {
    archive.close();
  }
}
