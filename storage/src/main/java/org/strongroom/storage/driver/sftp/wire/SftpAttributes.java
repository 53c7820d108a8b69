package org.strongroom.storage.driver.sftp.wire;

/**
 * What a server says of a file.
 *
 * @param size in bytes; 0 if the server did not say
 * @param mode type and permission bits as in {@code st_mode}; 0 if the server did not say
 * @param modified seconds since 1970; 0 if the server did not say
 */
public record SftpAttributes(long size, int mode, long modified) {
  private static final int TYPE_MASK = 0170000;

  public boolean isFile() {
    return (mode & TYPE_MASK) == 0100000;
  }

  public boolean isDirectory() {
    return (mode & TYPE_MASK) == 0040000;
  }

  public boolean isSymbolicLink() {
    return (mode & TYPE_MASK) == 0120000;
  }
}
