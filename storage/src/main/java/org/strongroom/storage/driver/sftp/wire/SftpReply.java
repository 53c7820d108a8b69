package org.strongroom.storage.driver.sftp.wire;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/**
 * A reply of the server, which is not to be trusted: whatever does not parse is an IOException.
 *
 * @param body the fields behind type and id
 * @param arrived when, by {@link System#nanoTime}
 */
record SftpReply(byte type, int id, ByteBuffer body, long arrived) {
  static final byte VERSION = 2;
  static final byte STATUS = 101;
  static final byte HANDLE = 102;
  static final byte DATA = 103;
  static final byte NAME = 104;
  static final byte ATTRS = 105;
  static final byte EXTENDED_REPLY = (byte) 201;

  private static final int HAS_SIZE = 1;
  private static final int HAS_OWNER = 2;
  private static final int HAS_PERMISSIONS = 4;
  private static final int HAS_TIMES = 8;
  private static final int HAS_EXTENSIONS = 0x80000000;

  /**
   * Reads the fields if the reply is of the wanted type.
   *
   * @throws SftpStatusException if it is a status instead
   */
  <T> T as(byte wanted, Function<ByteBuffer, T> read) throws IOException {
    try {
      if (type == wanted) {
        return read.apply(body);
      }
      if (type == STATUS) {
        throw status();
      }
    } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
      throw new IOException("the server sent a malformed reply", e);
    }
    throw new IOException("the server sent a reply of type " + type + " instead of " + wanted);
  }

  void ok() throws IOException {
    if (type != STATUS) {
      throw new IOException("the server sent a reply of type " + type + " instead of a status");
    }
    SftpStatusException status = status();
    if (status.status() != SftpStatus.OK) {
      throw status;
    }
  }

  boolean isEndOfFile() throws IOException {
    return type == STATUS && status().status() == SftpStatus.EOF;
  }

  private SftpStatusException status() throws IOException {
    try {
      ByteBuffer fields = body.duplicate();
      SftpStatus code = SftpStatus.of(fields.getInt());
      String text = fields.remaining() < 4 ? "" : new String(bytes(fields), StandardCharsets.UTF_8);
      return new SftpStatusException(code, text);
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw new IOException("the server sent a malformed status", e);
    }
  }

  static byte[] bytes(ByteBuffer fields) {
    int length = fields.getInt();
    if (length < 0 || length > fields.remaining()) {
      throw new IllegalArgumentException("string of " + length + " bytes");
    }
    byte[] bytes = new byte[length];
    fields.get(bytes);
    return bytes;
  }

  static SftpAttributes attributes(ByteBuffer fields) {
    int flags = fields.getInt();
    long size = (flags & HAS_SIZE) == 0 ? 0 : fields.getLong();
    if ((flags & HAS_OWNER) != 0) {
      fields.getLong();
    }
    int mode = (flags & HAS_PERMISSIONS) == 0 ? 0 : fields.getInt();
    long modified = 0;
    if ((flags & HAS_TIMES) != 0) {
      fields.getInt();
      modified = Integer.toUnsignedLong(fields.getInt());
    }
    if ((flags & HAS_EXTENSIONS) != 0) {
      for (int left = fields.getInt(); left > 0; left--) {
        bytes(fields);
        bytes(fields);
      }
    }
    return new SftpAttributes(size, mode, modified);
  }
}
