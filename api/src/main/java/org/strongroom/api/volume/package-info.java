/** Volumes: disks somewhere that are backed up. */
@NullMarked
package org.strongroom.api.volume;

import org.jspecify.annotations.NullMarked;
