/**
 * A client of the SSH File Transfer Protocol, version 3, with the OpenSSH extensions that durable
 * storage needs: {@code fsync@openssh.com}, {@code posix-rename@openssh.com}, {@code
 * statvfs@openssh.com}, {@code limits@openssh.com}. Requests of several threads run side by side on
 * one channel, each bounded in time.
 */
@NullMarked
package org.strongroom.storage.driver.sftp.wire;

import org.jspecify.annotations.NullMarked;
