package org.strongroom.storage.driver.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.strongroom.storage.driver.s3.bucket.PartSum;

/**
 * What the object of a temporary name says of an unfinished write: where its bytes are. Parts of an
 * upload cannot be found by a name of ours, so this is written before the upload begins.
 *
 * @param key where the object will be
 * @param uploadId empty before the upload has begun
 * @param sums what its parts have with them
 * @param firstNumber the lowest number that parts may have which are not sent yet: lower ones may
 *     still come from an earlier run of the work
 * @param parts whole parts before the tail
 * @param tail bytes behind them, too few for a part of their own
 * @param earlier what was told before this, if it is not the beginning of it: whoever was to
 *     remember that this is kept may have been killed before
 */
@SuppressWarnings("ArrayRecordComponent") // neither compared nor changed by anybody
record PendingWrite(
    String key,
    Optional<String> uploadId,
    PartSum.Kind sums,
    int firstNumber,
    List<KeptPart> parts,
    byte[] tail,
    Optional<Earlier> earlier) {
  /** What was written before parts were told; their upload is given up, and not gone on with. */
  private static final String OLD_FORM = "strongroom-write-1";

  private static final String FORM = "strongroom-write-2";

  /** The same of an upload whose parts have their CRC-32C with them. */
  private static final String CRC_FORM = "strongroom-write-2-crc32c";

  private static final int LINES = 7;
  private static final int OLD_LINES = 4;

  /**
   * Bytes that were kept before.
   *
   * @param parts how many of the whole parts were there
   * @param tail bytes behind them
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Earlier(int parts, byte[] tail) {}

  static PendingWrite to(String key) {
    return new PendingWrite(
        key, Optional.empty(), PartSum.Kind.MD5, 1, List.of(), new byte[0], Optional.empty());
  }

  PendingWrite with(String begunUploadId, PartSum.Kind partSums) {
    return new PendingWrite(
        key, Optional.of(begunUploadId), partSums, firstNumber, parts, tail, Optional.empty());
  }

  /** The same for a run that sends no part with a lower number. */
  PendingWrite from(int number) {
    return new PendingWrite(key, uploadId, sums, number, parts, tail, earlier);
  }

  /** With more bytes. */
  PendingWrite at(List<KeptPart> wholeParts, byte[] rest) {
    Optional<Earlier> before =
        wholeParts.size() == parts.size()
            ? Optional.empty()
            : Optional.of(new Earlier(parts.size(), tail));
    return new PendingWrite(
        key, uploadId, sums, firstNumber, List.copyOf(wholeParts), rest, before);
  }

  /**
   * With so many bytes, if that many were kept now or before.
   *
   * @return empty if they were not
   */
  Optional<PendingWrite> cutAt(long length) {
    Optional<PendingWrite> now = cutAt(parts, tail, length);
    return now.isPresent()
        ? now
        : earlier.flatMap(told -> cutAt(parts.subList(0, told.parts()), told.tail(), length));
  }

  private Optional<PendingWrite> cutAt(List<KeptPart> whole, byte[] rest, long length) {
    long more = length - size(whole);
    return more < 0 || more > rest.length
        ? Optional.empty()
        : Optional.of(
            new PendingWrite(
                key,
                uploadId,
                sums,
                firstNumber,
                whole,
                Arrays.copyOf(rest, (int) more),
                Optional.empty()));
  }

  /** Bytes of the whole parts. */
  long offset() {
    return size(parts);
  }

  private static long size(List<KeptPart> parts) {
    return parts.stream().mapToLong(KeptPart::size).sum();
  }

  /** How many bytes are kept in all. */
  long length() {
    return offset() + tail.length;
  }

  byte[] bytes() {
    byte[] before = earlier.map(Earlier::tail).orElse(new byte[0]);
    String head =
        "%s\n%s\n%s\n%d\n%s\n%d\n%d\n"
            .formatted(
                sums == PartSum.Kind.CRC32C ? CRC_FORM : FORM,
                key,
                uploadId.orElse(""),
                firstNumber,
                parts.stream().map(KeptPart::text).collect(Collectors.joining(" ")),
                tail.length,
                earlier.map(Earlier::parts).orElse(-1));
    byte[] first = head.getBytes(UTF_8);
    byte[] all = Arrays.copyOf(first, first.length + tail.length + before.length);
    System.arraycopy(tail, 0, all, first.length, tail.length);
    System.arraycopy(before, 0, all, first.length + tail.length, before.length);
    return all;
  }

  /** Empty if these bytes are something else: anybody may have put them there. */
  static Optional<PendingWrite> parse(byte[] bytes) {
    List<String> lines = new ArrayList<>();
    int at = 0;
    for (int end = 0; end < bytes.length && lines.size() < LINES; end++) {
      if (bytes[end] == '\n') {
        lines.add(new String(bytes, at, end - at, UTF_8));
        at = end + 1;
      }
    }
    if (lines.size() >= OLD_LINES && lines.getFirst().equals(OLD_FORM)) {
      PendingWrite old = to(lines.get(1));
      return Optional.of(lines.get(2).isEmpty() ? old : old.with(lines.get(2), PartSum.Kind.MD5));
    }
    return lines.size() == LINES && Set.of(FORM, CRC_FORM).contains(lines.getFirst())
        ? parse(lines, Arrays.copyOfRange(bytes, at, bytes.length))
        : Optional.empty();
  }

  private static Optional<PendingWrite> parse(List<String> lines, byte[] tails) {
    List<String> words = lines.get(4).isEmpty() ? List.of() : List.of(lines.get(4).split(" "));
    List<KeptPart> parts = words.stream().flatMap(word -> KeptPart.parse(word).stream()).toList();
    if (parts.size() < words.size()
        || !lines.get(3).matches("[0-9]{1,9}")
        || !lines.get(5).matches("[0-9]{1,9}")
        || !lines.get(6).matches("-1|[0-9]{1,9}")) {
      return Optional.empty();
    }
    int length = Integer.parseInt(lines.get(5));
    int before = Integer.parseInt(lines.get(6));
    if (length > tails.length || before > parts.size()) {
      return Optional.empty();
    }
    return Optional.of(
        new PendingWrite(
            lines.get(1),
            Optional.of(lines.get(2)).filter(id -> !id.isEmpty()),
            lines.getFirst().equals(CRC_FORM) ? PartSum.Kind.CRC32C : PartSum.Kind.MD5,
            Integer.parseInt(lines.get(3)),
            parts,
            Arrays.copyOf(tails, length),
            before < 0
                ? Optional.empty()
                : Optional.of(
                    new Earlier(before, Arrays.copyOfRange(tails, length, tails.length)))));
  }

  @Override
  public String toString() {
    return "unfinished write of '%s', %d bytes".formatted(key, length());
  }
}
