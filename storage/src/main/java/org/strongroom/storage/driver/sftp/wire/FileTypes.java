package org.strongroom.storage.driver.sftp.wire;

import java.io.IOException;

/**
 * Finds out what a file is on servers that send no permissions, which have its type in them: the
 * protocol leaves that to them.
 */
final class FileTypes {
  private final SftpChannel channel;

  FileTypes(SftpChannel channel) {
    this.channel = channel;
  }

  /** The type out of a line as {@code ls -l} prints it, which comes with a name in a listing. */
  static SftpAttributes ofLine(SftpAttributes found, String line) {
    if (found.tellsType() || line.isEmpty()) {
      return found;
    }
    return switch (line.charAt(0)) {
      case '-' -> found.as(SftpAttributes.FILE);
      case 'd' -> found.as(SftpAttributes.DIRECTORY);
      case 'l' -> found.as(SftpAttributes.SYMBOLIC_LINK);
      default -> found;
    };
  }

  /**
   * The attributes with the type.
   *
   * @param followed whether they are of what a link leads to
   */
  SftpAttributes told(SftpPath path, SftpAttributes found, boolean followed) throws IOException {
    if (found.tellsType()) {
      return found;
    }
    if (!followed && isLink(path)) {
      return found.as(SftpAttributes.SYMBOLIC_LINK);
    }
    return found.as(isDirectory(path) ? SftpAttributes.DIRECTORY : SftpAttributes.FILE);
  }

  private boolean isLink(SftpPath path) throws IOException {
    try {
      channel
          .call(new SftpRequest(SftpRequest.READLINK).path(path))
          .as(SftpReply.NAME, java.nio.ByteBuffer::remaining);
      return true;
    } catch (SftpStatusException e) {
      if (e.status() == SftpStatus.UNSUPPORTED) {
        // What is removed with all that is in it must be no link that leads elsewhere.
        throw new IOException("the server does not tell directories from links to them", e);
      }
      return false;
    }
  }

  private boolean isDirectory(SftpPath path) throws IOException {
    byte[] handle;
    try {
      handle =
          channel
              .call(new SftpRequest(SftpRequest.OPENDIR).path(path))
              .as(SftpReply.HANDLE, SftpReply::bytes);
    } catch (SftpStatusException e) {
      return e.status() == SftpStatus.PERMISSION_DENIED;
    }
    channel.call(new SftpRequest(SftpRequest.CLOSE).bytes(handle));
    return true;
  }
}
