/** Disks read back in the order of packs or of their blocks. */
@NullMarked
package org.strongroom.storage.repository.restore;

import org.jspecify.annotations.NullMarked;
