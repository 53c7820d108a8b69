package org.strongroom.storage.driver.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Optional;

/**
 * What the object of a temporary name says of an unfinished write: where its bytes are. Parts of an
 * upload cannot be found by a name of ours, so this is written before the upload begins.
 */
final class PendingWrite {
  private static final String FORM = "strongroom-write-1";

  private final String key;
  private final Optional<String> uploadId;
  private final long offset;
  private final byte[] tail;

  /**
   * @param key where the object will be
   * @param uploadId empty before the upload has begun
   * @param offset bytes of whole parts before the tail
   * @param tail bytes behind them, too few for a part of their own
   */
  private PendingWrite(String key, Optional<String> uploadId, long offset, byte[] tail) {
    this.key = key;
    this.uploadId = uploadId;
    this.offset = offset;
    this.tail = tail;
  }

  String key() {
    return key;
  }

  Optional<String> uploadId() {
    return uploadId;
  }

  long offset() {
    return offset;
  }

  byte[] tail() {
    return tail;
  }

  static PendingWrite to(String key) {
    return new PendingWrite(key, Optional.empty(), 0, new byte[0]);
  }

  PendingWrite with(String begunUploadId) {
    return new PendingWrite(key, Optional.of(begunUploadId), offset, tail);
  }

  PendingWrite at(long wholeParts, byte[] rest) {
    return new PendingWrite(key, uploadId, wholeParts, rest);
  }

  /** How many bytes are kept in all. */
  long length() {
    return offset + tail.length;
  }

  byte[] bytes() {
    String head = "%s\n%s\n%s\n%d\n".formatted(FORM, key, uploadId.orElse(""), offset);
    byte[] first = head.getBytes(UTF_8);
    byte[] all = Arrays.copyOf(first, first.length + tail.length);
    System.arraycopy(tail, 0, all, first.length, tail.length);
    return all;
  }

  /** Empty if these bytes are something else: anybody may have put them there. */
  static Optional<PendingWrite> parse(byte[] bytes) {
    String[] lines = new String[4];
    int at = 0;
    for (int i = 0; i < lines.length; i++) {
      int end = at;
      while (end < bytes.length && bytes[end] != '\n') {
        end++;
      }
      if (end == bytes.length) {
        return Optional.empty();
      }
      lines[i] = new String(bytes, at, end - at, UTF_8);
      at = end + 1;
    }
    if (!lines[0].equals(FORM) || !lines[3].matches("[0-9]{1,18}")) {
      return Optional.empty();
    }
    return Optional.of(
        new PendingWrite(
            lines[1],
            Optional.of(lines[2]).filter(id -> !id.isEmpty()),
            Long.parseLong(lines[3]),
            Arrays.copyOfRange(bytes, at, bytes.length)));
  }

  @Override
  public String toString() {
    return "unfinished write of '%s', %d bytes".formatted(key, length());
  }
}
