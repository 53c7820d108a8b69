/**
 * A directory of a Linux server, reached by SSH: files by SFTP, digests by a shell where the
 * account has one.
 */
@NullMarked
package org.strongroom.storage.driver.sftp;

import org.jspecify.annotations.NullMarked;
