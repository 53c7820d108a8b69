package org.strongroom.storage.ova.archive;

import static org.strongroom.storage.ova.archive.TarHeader.BLOCK;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.strongroom.storage.ova.archive.OvaException.Fault;

/**
 * Goes from member to member of a tar archive: ustar, GNU (long names, base-256 sizes), pax (paths,
 * sizes) and v7. Directories are passed over; links, devices and sparse members are refused, and so
 * are unsafe and repeated names, and sizes beyond the container. Memory does not depend on what the
 * headers claim. Not thread-safe.
 */
public final class TarReader implements Closeable {
  private static final int MOST_EXTENDED_BYTES = 64 * 1024;

  private final Tape tape;
  private final OvaLimits limits;
  private final Set<String> names = new HashSet<>();
  private int headers;
  private long total;
  private long left;
  private int padding;
  private @Nullable String current;

  public TarReader(Tape tape, OvaLimits limits) {
    this.tape = tape;
    this.limits = limits;
  }

  /** The next file, or empty at the end of the archive. */
  public Optional<TarMember> next() throws IOException {
    var extended = new ExtendedHeader();
    while (true) {
      skipRest();
      TarHeader header = readHeader();
      if (header == null) {
        if (extended.isPresent()) {
          throw new OvaException(
              Fault.CUT_OFF, "the tar archive ends after an extended header, without its member");
        }
        return Optional.empty();
      }
      switch (header.type()) {
        case 'x' -> extended.pax(PaxRecords.parse(extension(header)));
        case 'g' -> ExtendedHeader.checkGlobal(PaxRecords.parse(extension(header)));
        case 'L' -> extended.longName(untilNul(extension(header)));
        case 'K', 'V' -> extension(header); // whither a link leads; what the archive is called
        default -> {
          Optional<TarMember> member = member(extended.name(header), extended.size(header), header);
          if (member.isPresent()) {
            return member;
          }
          extended = new ExtendedHeader();
        }
      }
    }
  }

  /** The whole of the current member. */
  public byte[] readAll(int limit) throws IOException {
    String what = String.valueOf(current);
    if (left > limit) {
      throw new OvaException(
          Fault.TOO_LARGE, "%s has %d bytes; at most %d are read".formatted(what, left, limit));
    }
    byte[] data = new byte[(int) left];
    int count = tape.read(data, 0, data.length);
    left -= count;
    if (count < data.length) {
      throw cutOff(what);
    }
    return data;
  }

  /**
   * The next bytes of the current member.
   *
   * @return bytes read, -1 at its end
   */
  int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (left == 0) {
      return -1;
    }
    int count = tape.read(target, offset, (int) Math.min(length, left));
    if (count == 0) {
      throw cutOff(String.valueOf(current));
    }
    left -= count;
    return count;
  }

  private @Nullable TarHeader readHeader() throws IOException {
    byte[] block = new byte[BLOCK];
    long position = tape.position();
    int count = tape.read(block, 0, BLOCK);
    if (count == 0 && position == 0) {
      throw new OvaException(Fault.NOT_A_TAR, "it is empty");
    }
    if (count == 0) {
      return null;
    }
    if (count < BLOCK) {
      throw position == 0
          ? new OvaException(Fault.NOT_A_TAR, "it is no tar archive: %d bytes".formatted(count))
          : cutOff("a header");
    }
    if (TarHeader.isEnd(block)) {
      return null;
    }
    if (++headers > limits.members()) {
      throw new OvaException(
          Fault.TOO_LARGE, "it has more than %d members".formatted(limits.members()));
    }
    return TarHeader.parse(block, position);
  }

  private byte[] extension(TarHeader header) throws IOException {
    begin("an extended header", header.size());
    return readAll(MOST_EXTENDED_BYTES);
  }

  private void begin(String what, long size) throws OvaException {
    current = what;
    left = size;
    padding = (int) (-size & (BLOCK - 1));
    if (size > limits.totalBytes() - total) {
      throw new OvaException(
          Fault.TOO_LARGE,
          "%s claims %d bytes; all members together may have %d"
              .formatted(what, size, limits.totalBytes()));
    }
  }

  /** Makes the member the current one; empty for a directory. */
  private Optional<TarMember> member(String rawName, long size, TarHeader header)
      throws IOException {
    String shown = MemberName.shown(rawName);
    String name =
        MemberName.safe(rawName)
            .orElseThrow(() ->
                new OvaException(
                    Fault.UNSAFE_MEMBER,
                    "member %s has a path that leads out of the archive".formatted(shown)));
    String kind = MemberKind.refused(header.type());
    if (kind != null) {
      throw new OvaException(
          MemberKind.fault(header.type()), "member %s is %s".formatted(shown, kind));
    }
    boolean directory = header.type() == '5' || rawName.endsWith("/") || name.isEmpty();
    if (directory && size != 0) {
      throw new OvaException(
          Fault.NOT_A_TAR, "directory %s claims %d bytes".formatted(shown, size));
    }
    begin("member " + shown, size);
    if (directory) {
      return Optional.empty();
    }
    if (!names.add(name)) {
      throw new OvaException(Fault.DUPLICATE_MEMBER, "member %s is there twice".formatted(shown));
    }
    total += size;
    return Optional.of(new TarMember(name, tape.position(), size));
  }

  private void skipRest() throws IOException {
    if (left > 0 && !tape.skip(left)) {
      throw cutOff(String.valueOf(current));
    }
    left = 0;
    // What is missing of the last padding is no loss.
    tape.skip(padding);
    padding = 0;
  }

  private static OvaException cutOff(String where) {
    return new OvaException(
        Fault.CUT_OFF, "the tar archive is cut off: it ends inside of " + where);
  }

  private static String untilNul(byte[] data) {
    int end = 0;
    while (end < data.length && data[end] != 0) {
      end++;
    }
    return new String(data, 0, end, StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    tape.close();
  }
}
