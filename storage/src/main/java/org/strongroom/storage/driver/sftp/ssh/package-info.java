/** An SSH connection: the only place that knows the SSH library. */
@NullMarked
package org.strongroom.storage.driver.sftp.ssh;

import org.jspecify.annotations.NullMarked;
