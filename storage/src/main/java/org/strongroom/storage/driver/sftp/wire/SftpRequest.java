package org.strongroom.storage.driver.sftp.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A request under construction: length, type and id, then its fields in network order. */
final class SftpRequest {
  static final byte INIT = 1;
  static final byte OPEN = 3;
  static final byte CLOSE = 4;
  static final byte READ = 5;
  static final byte WRITE = 6;
  static final byte LSTAT = 7;
  static final byte FSTAT = 8;
  static final byte FSETSTAT = 10;
  static final byte OPENDIR = 11;
  static final byte READDIR = 12;
  static final byte REMOVE = 13;
  static final byte MKDIR = 14;
  static final byte RMDIR = 15;
  static final byte REALPATH = 16;
  static final byte STAT = 17;
  static final byte RENAME = 18;
  static final byte READLINK = 19;
  static final byte EXTENDED = (byte) 200;

  private static final int ID_AT = 5;

  private ByteBuffer buffer = ByteBuffer.allocate(256);

  SftpRequest(byte type) {
    buffer.putInt(0).put(type).putInt(0);
  }

  static SftpRequest extended(String name) {
    return new SftpRequest(EXTENDED).bytes(name.getBytes(StandardCharsets.US_ASCII));
  }

  SftpRequest path(SftpPath path) {
    return bytes(path.bytes());
  }

  SftpRequest bytes(byte[] bytes) {
    room(4 + bytes.length);
    buffer.putInt(bytes.length).put(bytes);
    return this;
  }

  SftpRequest number(int value) {
    room(4);
    buffer.putInt(value);
    return this;
  }

  SftpRequest number(long value) {
    room(8);
    buffer.putLong(value);
    return this;
  }

  private void room(int bytes) {
    if (buffer.remaining() < bytes) {
      int capacity = buffer.capacity() * 2 + bytes;
      buffer = ByteBuffer.allocate(capacity).put(buffer.flip());
    }
  }

  byte[] finish(int id) {
    byte[] packet = Arrays.copyOf(buffer.array(), buffer.position());
    ByteBuffer.wrap(packet).putInt(0, packet.length - 4).putInt(ID_AT, id);
    return packet;
  }
}
