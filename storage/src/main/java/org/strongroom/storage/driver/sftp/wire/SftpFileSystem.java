package org.strongroom.storage.driver.sftp.wire;

/**
 * The file system under a path, by {@code statvfs@openssh.com}.
 *
 * @param total bytes
 * @param available bytes that an unprivileged user may still write
 * @param freeFiles inodes left for an unprivileged user
 * @param id {@code f_fsid}; 0 if it is not known
 */
public record SftpFileSystem(
    long total, long available, long files, long freeFiles, long id, boolean readOnly) {

  /** Whether nothing can be added: no room for {@code bytes}, or no inode left. */
  public boolean isFull(long bytes) {
    return available < bytes || (files > 0 && freeFiles == 0);
  }
}
