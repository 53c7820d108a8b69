package org.strongroom.storage.driver.sftp.wire;

/**
 * One line of a directory listing.
 *
 * @param name as the server sent it, byte for byte
 */
public record SftpEntry(SftpPath name, SftpAttributes attributes) {}
