package org.strongroom.storage.driver.sftp.wire;

/**
 * What a server says of a file.
 *
 * @param size in bytes; 0 if the server did not say
 * @param mode type and permission bits as in {@code st_mode}; 0 if the server did not say
 * @param modified seconds since 1970; 0 if the server did not say
 */
public record SftpAttributes(long size, int mode, long modified) {
  static final int FILE = 0100000;
  static final int DIRECTORY = 0040000;
  static final int SYMBOLIC_LINK = 0120000;

  private static final int BLOCK_DEVICE = 0060000;
  private static final int TYPE_MASK = 0170000;

  public boolean isFile() {
    return (mode & TYPE_MASK) == FILE;
  }

  public boolean isDirectory() {
    return (mode & TYPE_MASK) == DIRECTORY;
  }

  public boolean isBlockDevice() {
    return (mode & TYPE_MASK) == BLOCK_DEVICE;
  }

  public boolean isSymbolicLink() {
    return (mode & TYPE_MASK) == SYMBOLIC_LINK;
  }

  /** False if the server sent no permissions, or such without a type. */
  boolean tellsType() {
    return (mode & TYPE_MASK) != 0;
  }

  SftpAttributes as(int type) {
    return new SftpAttributes(size, (mode & ~TYPE_MASK) | type, modified);
  }
}
