/** Volumes: disks somewhere that are backed up into repositories and restored from them. */
@NullMarked
package org.strongroom.server.volume;

import org.jspecify.annotations.NullMarked;
