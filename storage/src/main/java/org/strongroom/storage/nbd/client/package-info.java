/** Exports of NBD servers: disks that are read, and disks that are written to. */
@NullMarked
package org.strongroom.storage.nbd.client;

import org.jspecify.annotations.NullMarked;
