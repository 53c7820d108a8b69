package org.strongroom.storage.driver.sftp.wire;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A path or name as bytes: servers keep names that are no UTF-8, and such files must be removable
 * too.
 */
public final class SftpPath {
  private final byte[] bytes;

  SftpPath(byte[] bytes) {
    this.bytes = bytes;
  }

  public static SftpPath of(String path) {
    return new SftpPath(path.getBytes(StandardCharsets.UTF_8));
  }

  byte[] bytes() {
    return bytes;
  }

  public SftpPath resolve(SftpPath name) {
    byte[] joined = new byte[bytes.length + 1 + name.bytes.length];
    System.arraycopy(bytes, 0, joined, 0, bytes.length);
    joined[bytes.length] = '/';
    System.arraycopy(name.bytes, 0, joined, bytes.length + 1, name.bytes.length);
    return new SftpPath(joined);
  }

  public SftpPath resolve(String name) {
    return resolve(of(name));
  }

  /** The text, if the bytes are UTF-8. */
  public Optional<String> text() {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /** For messages. */
  @Override
  public String toString() {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
